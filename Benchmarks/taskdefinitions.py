#!/usr/bin/env python3
"""ECS task definitions for the benchmark: taskdefinitions.py TARGET

Fills TARGET with 1,000 files, as teams register them: one to four containers, 2 to 7 KiB of indented JSON.
"""
import json
import os
import random
import sys

COUNT = 1000
WORDS = "api web worker queue mail search images billing audit gateway".split()


def container(random, name, is_first):
    out = {
        "name": name,
        "image": f"123456789012.dkr.ecr.eu-central-1.amazonaws.com/{name}:{random.randint(1, 9)}.{random.randint(0, 99)}",
        "essential": is_first or random.random() < 0.7,
        "cpu": random.choice([0, 128, 256]),
        "memory": random.choice([256, 512, 1024]),
        "portMappings": [{"containerPort": random.choice([8080, 3000, 80]), "protocol": "tcp"}],
        "environment": [{"name": f"{random.choice(WORDS).upper()}_URL", "value": f"https://{w}.internal.example/v1"}
                        for w in random.sample(WORDS, random.randint(2, 9))],
        "secrets": [{"name": "DB_PASSWORD", "valueFrom": "arn:aws:secretsmanager:eu-central-1:123456789012:secret:db-AbCdEf"}],
    }
    if random.random() < 0.1:
        out["environment"].append({"name": "API_TOKEN", "value": "kJ83hsPq" + str(random.randint(1, 10 ** 9))})
    if random.random() < 0.6:
        out["user"] = random.choice(["1000:1000", "0", "app"])
    if random.random() < 0.5:
        out["readonlyRootFilesystem"] = random.random() < 0.8
        out["linuxParameters"] = {"initProcessEnabled": True, "capabilities": {"drop": ["ALL"]},
                                  "tmpfs": [{"containerPath": "/tmp", "size": 64, "mountOptions": ["noexec", "nosuid"]}]}
    if random.random() < 0.8:
        out["logConfiguration"] = {"logDriver": "awslogs", "options": {
            "awslogs-group": f"/ecs/{name}", "awslogs-region": "eu-central-1", "awslogs-stream-prefix": "ecs"}}
    if random.random() < 0.5:
        out["healthCheck"] = {"command": ["CMD-SHELL", "curl -f http://localhost:8080/health || exit 1"], "interval": 30}
    if random.random() < 0.4:
        out["mountPoints"] = [{"sourceVolume": "data", "containerPath": "/data", "readOnly": False}]
    return out


def definition(random, number):
    names = random.sample(WORDS, random.randint(1, 4))
    return {
        "family": f"service-{number}",
        "taskRoleArn": "arn:aws:iam::123456789012:role/task",
        "executionRoleArn": "arn:aws:iam::123456789012:role/execution",
        "networkMode": "awsvpc",
        "requiresCompatibilities": ["FARGATE"],
        "cpu": "1024",
        "memory": "2048",
        "runtimePlatform": {"cpuArchitecture": "X86_64", "operatingSystemFamily": "LINUX"},
        "volumes": [{"name": "data"}],
        "containerDefinitions": [container(random, name, not index) for index, name in enumerate(names)],
    }


def main():
    target = sys.argv[1]
    os.makedirs(target, exist_ok=True)
    chance = random.Random(1000)
    for number in range(COUNT):
        with open(os.path.join(target, f"task-definition-{number:04}.json"), "w", encoding="utf-8") as file:
            json.dump(definition(chance, number), file, indent=2)
            file.write("\n")


if __name__ == "__main__":
    main()
