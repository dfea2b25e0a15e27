#!/usr/bin/env python3
"""Runs imgscan on every archive of a folder of hostile cases and compares how it ends with what is expected.

usage: run_hostile.py IMGSCAN CASES_DIR [NAME…]      CASES_DIR holds expected.json (file, expect, also)

error: exit 2 with a message and no verdict; warn: exit 0 or 1 with a warning, or exit 2 with a report; ok: exit 0 or 1.
Each run has 60 s and 1 GiB of address space beyond the program's own; a crash, a hang or an unescaped control
character in the output fails whatever is expected.
"""
import json, os, resource, subprocess, sys, time

CONTROL = {c for c in range(32)} - {10}


def outcome(program, path):
    start = time.time()
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    try:
        run = subprocess.run([program, '--verify', '--color', 'never', path], capture_output=True, timeout=120, stdin=subprocess.DEVNULL)
    except subprocess.TimeoutExpired:
        return None, 'hang', 0, 0
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    out, err = run.stdout, run.stderr
    if run.returncode not in (0, 1, 2):
        return run, f'crash {run.returncode}', cpu, time.time() - start
    if CONTROL & set(out) or CONTROL & set(err):
        return run, 'control characters in the output', cpu, time.time() - start
    has_report = bool(out.strip())
    if run.returncode == 2:
        kind = {'warn'} if has_report else {'error'}
        if not has_report and not err.strip():
            return run, 'exit 2 without a message', cpu, time.time() - start
    else:
        kind = {'ok', 'warn'} if b'warning' in out else {'ok'}
    return run, kind, cpu, time.time() - start


def main():
    program, folder, only = sys.argv[1], sys.argv[2], sys.argv[3:]
    bad = 0
    cases = json.load(open(os.path.join(folder, 'expected.json')))
    for case in cases:
        if only and case['file'] not in only:
            continue
        run, kind, cpu, seconds = outcome(program, os.path.join(folder, case['file']))
        wanted = {case['expect'], *case.get('also', [])}
        good = isinstance(kind, set) and bool(kind & wanted)
        if good and 'warn' in kind and 'error' in wanted:
            pass
        if not good:
            bad += 1
            detail = (run.stderr + run.stdout)[-300:].decode(errors='replace') if run else ''
            print('DIFF', case['file'], 'wanted', sorted(wanted), 'got', kind if isinstance(kind, str) else sorted(kind), 'exit', run.returncode if run else None, '\n    ', detail.replace('\n', '\n     '))
        if cpu > 8:
            print(f"slow {case['file']} {cpu:.1f} s CPU")
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    print(f'{len(cases) - bad} passed, {bad} failed  (peak {peak} MiB)')
    return 1 if bad else 0


sys.exit(main())
