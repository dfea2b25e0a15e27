#!/usr/bin/env python3
"""Compares `imgscan facts` with what an independent oracle says of the same archive.

usage: compare_facts.py IMGSCAN ORACLE_JSON ARCHIVE      one line; exit 0 when all facts agree, 1 when not
"""
import json, subprocess, sys

SHELLS = set('sh bash dash ash zsh ksh mksh csh tcsh fish busybox nc ncat netcat nc.openbsd nc.traditional curl wget socat telnet'.split())
KEYS = {
    'setid': ('path', 'mode', 'uid', 'gid', 'size', 'layer'),
    'setid_gone': ('path', 'layer', 'mode', 'uid', 'gid', 'why', 'by_layer'),
    'filecaps': ('path', 'layer', 'raw', 'revision', 'effective', 'permitted', 'inheritable', 'rootid'),
    'world_writable_dirs': ('path', 'mode', 'layer'),
    'tools': ('path', 'resolved', 'executable', 'layer'),
}


def pick(items, keys, names=None):
    rows = [tuple(str(i.get(k)) for k in keys) for i in items or []
            if names is None or i['path'].rsplit('/', 1)[-1] in names]
    return sorted(rows)


def main():
    program, truth_file, archive = sys.argv[1:4]
    truth = json.load(open(truth_file))
    run = subprocess.run([program, 'facts', '--all-platforms', '--verify', archive], capture_output=True, text=True)
    if 'error' in truth:
        ok = run.returncode == 2
        print(('ok   ' if ok else 'DIFF ') + archive, 'refused as by the oracle' if ok else 'not refused')
        return 0 if ok else 1
    try:
        facts = json.loads(run.stdout)
    except ValueError:
        print('DIFF', archive, 'exit', run.returncode, run.stderr.strip()[:300])
        return 1
    wrong = []
    if len(facts['images']) != len(truth['images']):
        wrong.append(f"{len(facts['images'])} images, expected {len(truth['images'])}")
    for number, (ours, theirs) in enumerate(zip(facts['images'], truth['images'])):
        for key in ('ref', 'user', 'config_digest', 'manifest_digest', 'rootfs_counts'):
            if ours.get(key) != theirs.get(key):
                wrong.append(f'image {number} {key}: {str(ours.get(key))[:120]} != {str(theirs.get(key))[:120]}')
        for key, fields in KEYS.items():
            names = SHELLS if key == 'tools' else None
            a, b = pick(ours.get(key), fields, names), pick(theirs.get(key), fields)
            if a != b:
                only_a, only_b = sorted(set(a) - set(b))[:3], sorted(set(b) - set(a))[:3]
                wrong.append(f'image {number} {key}: {len(a)} vs {len(b)}; only ours {only_a}; only theirs {only_b}')
        for mine, other in zip(ours['layers'], theirs['layers']):
            for key in ('diffid', 'size', 'entries', 'compression', 'compressed_size'):
                if key in other and mine.get(key) != other[key]:
                    wrong.append(f"image {number} layer {mine['index']} {key}: {mine.get(key)} != {other[key]}")
    print(('DIFF ' if wrong else 'ok   ') + archive, f'exit {run.returncode}', *wrong[:8], sep='\n     ' if wrong else ' ')
    return 1 if wrong else 0


sys.exit(main())
