import Core
import Testing

@testable import Deployment

@Suite struct TerraformTests {
  private static let encoded = """
    # the app
    terraform { required_version = ">= 1.5" }
    variable "image" {
      type    = string # x
      default = <<-EOT
        not } a block "
      EOT
    }
    /* resource "aws_ecs_task_definition" "no" {} */
    resource "aws_ecs_task_definition" "app" {
      family                   = "app-${var.env}"
      network_mode             = "awsvpc" // comment
      requires_compatibilities = ["FARGATE", ]
      cpu                      = 256
      task_role_arn            = aws_iam_role.task.arn # role
      pid_mode                 = var.host ? "host" : null
      tags                     = { Owner_Name = "x" }

      runtime_platform {
        cpu_architecture        = "ARM64"
        operating_system_family = "LINUX"
      }
      volume {
        name      = "sock"
        host_path = "/var/run/docker.sock"
      }
      volume {
        name = "data"
        efs_volume_configuration {
          file_system_id     = aws_efs_file_system.x.id
          transit_encryption = "ENABLED"
          authorization_config { iam = "ENABLED" }
        }
      }
      ephemeral_storage { size_in_gib = 30 }

      container_definitions = jsonencode([
        {
          name                   = "web"
          image                  = "${var.image}:1"
          readonlyRootFilesystem = true,
          "user"                 = var.user
          memory                 = -1 + 2
          command                = ["a", file("x"), "$${literal}", "tab\\tx"]
          environment            = [for k, v in var.env : { name = k, value = v }]
          secretsJSON            = jsonencode({ a = 1 })
          (var.key)              = 1
        },
        local.sidecar,
        {
          name = "db", image = "db@sha256:1", user = "0"
          linuxParameters = { tmpfs = [{ containerPath = "/tmp", size = 64 }] }
          environment = [
            { name = "A", value = "b" }, # last
          ]
        },
      ])
    }
    resource "aws_ecs_service" "app" {
      task_definition        = aws_ecs_task_definition.app.arn
      enable_execute_command = true
    }
    """

  @Test func `a resource with jsonencode is read`() throws {
    let file = try DeploymentReading.read(Self.encoded, "main.tf")
    let task = try #require(file.tasks.first)
    #expect(file.tasks.count == 1 && task.form == .terraform && task.syntax == .hcl)
    #expect(task.name == "app")
    #expect(task.text("family").place?.written == "app-${var.env}")
    #expect(task.networkMode.value == "awsvpc")
    #expect(task.isFargate)
    #expect(task.number("cpu").value == 256)
    #expect(task.taskRole.place?.unknown == "aws_iam_role.task.arn")
    #expect(task.pidMode.place?.unknown == #"var.host ? "host" : null"#)
    #expect(task.architecture.value == "ARM64")
    #expect(task.value["ephemeralStorage"]?.number("sizeInGiB").value == 30)
    #expect(task.value["tags"]?["Owner_Name"]?.text == "x")
    #expect(task.volume("sock")?["host"]?.text("sourcePath").value == "/var/run/docker.sock")
    let efs = task.volume("data")?["efsVolumeConfiguration"]
    #expect(efs?.text("transitEncryption").value == "ENABLED")
    #expect(efs?["authorizationConfig"]?.text("iam").value == "ENABLED")
    #expect(efs?.text("fileSystemId").isUnknown == true)
    #expect(task.enablesExec == true)
    #expect(task.hasUnknownContainers)
  }

  @Test func `values have their places and pointers in the file`() throws {
    let task = try #require(try DeploymentReading.read(Self.encoded, "main.tf").tasks.first)
    let lines = DeploymentReading.lines(task.value)
    let start = "/resource/aws_ecs_task_definition/app"
    for line in [
      "\(start)/network_mode 12:30 'awsvpc'", "\(start)/volume/0/host_path 25:17 '/var/run/docker.sock'",
      "\(start)/container_definitions/0 38:5 ?an object with computed keys",
      "\(start)/container_definitions/1 49:5 ?local.sidecar",
      "\(start)/container_definitions/2/user 51:50 '0'",
      "\(start)/container_definitions/2/linuxParameters/tmpfs/0/size 52:69 64",
      "\(start)/container_definitions/2/environment/0/value 54:31 'b'",
    ] { #expect(lines.contains(line), "\(line) is not in \(lines)") }
    #expect(DeploymentReading.misplaced(task.value, in: SourceText(Array(Self.encoded.utf8))) == [])
    #expect(task.containers.map(\.index) == [2])
  }

  @Test func `expressions of other kinds are unknown`() throws {
    let text = Self.encoded.replacing("      (var.key)              = 1\n", with: "")
    let task = try #require(try DeploymentReading.read(text, "main.tf").tasks.first)
    let web = try #require(task.containers.first)
    #expect(web.name.value == "web")
    #expect(web.image.place?.unknown == "${var.image}")
    #expect(web.image.place?.written == "${var.image}:1")
    #expect(web.readonlyRootFilesystem.value == true)
    #expect(web.user.place?.unknown == "var.user")
    #expect(web.memory.place?.unknown == "-1 + 2")
    #expect(web.value["command"]?.list?.map(\.text) == ["a", nil, "${literal}", "tab\tx"])
    #expect(web.value["command"]?.list?[1].unknown == #"file("x")"#)
    #expect(web.value.items("environment").isUnknown)
    #expect(web.value["secretsJSON"]?.unknown == "jsonencode")
  }

  @Test func `JSON in a heredoc has its places, also with parts filled in`() throws {
    let text = """
      resource "aws_ecs_task_definition" "app" {
        container_definitions = <<-DEFINITION
          [
            {
              "name": "web", "image": "${lookup(var.images, "web")}:1",
              "cpu": ${var.cpu}, "user": "0",
              "environment": ${jsonencode(var.env)}
            }
          ]
        DEFINITION
        network_mode = "host"
      }
      """
    let task = try #require(try DeploymentReading.read(text, "main.tf").tasks.first)
    #expect(task.syntax == .json && task.networkMode.value == "host")
    let start = "/resource/aws_ecs_task_definition/app/container_definitions/0"
    #expect(DeploymentReading.misplaced(task.value, in: SourceText(Array(text.utf8))) == [])
    let found = DeploymentReading.lines(try #require(task.containers.first?.value))
    #expect(
      found == [
        "\(start)/name 5:17 'web'",
        "\(start)/image 5:33 ?${lookup(var.images,  web )} '${lookup(var.images,  web )}:1'",
        "\(start)/cpu 6:16 ?${var.cpu} '${var.cpu}'", "\(start)/user 6:36 '0'",
        "\(start)/environment 7:24 ?${jsonencode(var.env)} '${jsonencode(var.env)}'",
      ])
  }

  @Test func `only a heredoc with a dash loses its indentation`() throws {
    let text = """
      resource "aws_ecs_task_definition" "app" {
        tags = {
          a = <<-E
            x $${y}

              z
            E
          b = <<E
            x
      E
        }
        container_definitions = "[]"
      }
      """
    let task = try #require(try DeploymentReading.read(text, "main.tf").tasks.first)
    #expect(task.value["tags"]?["a"]?.text == "x ${y}\n\n  z\n")
    #expect(task.value["tags"]?["b"]?.text == "      x\n")
  }

  @Test func `JSON in quotes has its places`() throws {
    let text = #"""
      resource "aws_ecs_task_definition" "app" {
        container_definitions = "[{\"name\": \"a\\n\", \n\"image\": \"b\"}]"
      }
      """#
    let task = try #require(try DeploymentReading.read(text, "main.tf").tasks.first)
    let start = "/resource/aws_ecs_task_definition/app/container_definitions/0"
    #expect(DeploymentReading.misplaced(task.value, in: SourceText(Array(text.utf8))) == [])
    let found = DeploymentReading.lines(try #require(task.containers.first?.value))
    #expect(
      found == [
        "\(start)/name 2:40 'a\n'", "\(start)/image 2:63 'b'",
      ])
  }

  @Test(arguments: [
    ("var.containers", "var.containers"), ("file(\"x.json\")", "file(\"x.json\")"),
    ("templatefile(\"x.json\", {\n  a = 1\n})", "templatefile(\"x.json\", {"), ("local.x", "local.x"),
    ("<<EOT\n[%{ if x }{\"name\": \"a\"}%{ endif }]\nEOT", "%{ if x }"), ("<<EOT\n${x}, nonsense\nEOT", "${x}"),
    ("\"${module.a.json}\"", "module.a.json"),
    ("jsonencode(concat([{ name = \"a\" }], var.x))", "concat([{ name = \"a\" }], var.x)"),
    ("data.template_file.x.rendered # c", "data.template_file.x.rendered"),
    ("format(\"[%s]\", module.x.json)", "format(\"[%s]\", module.x.json)"),
    ("jsonencode([for x in y : x])", "[for x in y : x]"), ("\"[]\" == x ? a : b", "\"[]\" == x ? a : b"),
  ])
  func `containers that come from elsewhere are unknown`(_ expression: String, _ what: String) throws {
    let text = "resource \"aws_ecs_task_definition\" \"a\" {\n  container_definitions = \(expression)\n  cpu = 256\n}\n"
    let task = try #require(try DeploymentReading.read(text, "main.tf").tasks.first)
    #expect(task.hasUnknownContainers && task.containers.isEmpty)
    #expect(task.value["containerDefinitions"]?.unknown == what)
    #expect(task.number("cpu").value == 256)
  }

  @Test func `volumes that are made by a loop are unknown`() throws {
    let text = """
      resource "aws_ecs_task_definition" "a" {
        volume { name = "a" }
        dynamic "volume" {
          for_each = var.x
          content { name = volume.value }
        }
        container_definitions = "[]"
      }
      """
    let task = try #require(try DeploymentReading.read(text, "main.tf").tasks.first)
    #expect(task.volumes.isUnknown)
    #expect(task.containers.isEmpty && !task.hasUnknownContainers)
  }

  @Test(arguments: [
    (
      "resource \"aws_s3_bucket\" \"b\" {}\nresource \"aws_s3_bucket\" \"c\" {}",
      "main.tf is Terraform without an `aws_ecs_task_definition`; found aws_s3_bucket"
    ),
    (
      "module \"a\" {}",
      "main.tf is Terraform without an `aws_ecs_task_definition`; found modules, which are not read; terraform plan -out plan; terraform show -json plan > plan.json"
    ),
    ("", "main.tf is Terraform without an `aws_ecs_task_definition`; found no resources"),
    ("resource \"a\" \"b\" {\n", "1:18: not Terraform: a block without its `}`"),
    ("resource \"aws_ecs_task_definition\" \"b\" {\n  a 1\n}", "2:5: not Terraform: expected `{` or `=`"),
    (
      "resource \"aws_ecs_task_definition\" \"b\" {\n  a = 1\n  a = 2\n}",
      "3:3: `a` is set twice, in line 2 and here; take one out"
    ),
    ("resource \"aws_ecs_task_definition\" \"b\" {\n  a =\n}", "2:6: not Terraform: expected a value"),
    (
      "resource \"aws_ecs_task_definition\" \"b\" {\n  a = \"x\n}",
      "2:7: not Terraform: a text without its closing quote"
    ),
    ("resource \"aws_ecs_task_definition\" \"b\" {\n  a = [1\n}", "3:1: not Terraform: expected a comma or `]`"),
    (
      "resource \"aws_ecs_task_definition\" \"b\" {\n  a = <<E\nx\n}",
      "2:7: not Terraform: a text that begins with `<<` and is never ended"
    ),
    (
      "resource \"aws_ecs_task_definition\" \"b\" {\n  container_definitions = <<E\n[\n  {\"a\": }\n]\nE\n}",
      "4:9: not JSON: expected a value"
    ),
    (
      "resource \"aws_ecs_task_definition\" \"b\" {\n  container_definitions = []\n}",
      "2:27: `container_definitions` is a list, expected JSON; container_definitions = jsonencode([…])"
    ),
    ("{", "1:1: not Terraform: expected a block, such as `resource`"),
  ])
  func `what cannot be read is told with its place`(_ text: String, _ words: String) {
    #expect(DeploymentReading.words(DeploymentReading.failure(text, "main.tf")) == words)
  }

  @Test func `a configuration is known by its beginning, whatever its name`() throws {
    #expect(try DeploymentReading.read(Self.encoded, "-").tasks.count == 1)
    #expect(!DeploymentReader.beginsTerraform(Array("FROM x\nresource \"a\" {".utf8)[...]))
  }
}
