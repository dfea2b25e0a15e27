/// Runtimes of applications, and what they write themselves.
///
/// Source: image-checks.md section 8 and ecs.md section 5; gunicorn documentation, "Settings" (worker_tmp_dir); .NET,
/// "Diagnostic port" (DOTNET_EnableDiagnostics); Celery, "Periodic Tasks" (celerybeat-schedule); Next.js, "Self-hosting"
/// (the cache below .next); Rails guides, "Configuring Rails Applications"; puma's stock config/puma.rb.
extension KnownWriterTable {
  static let javaTmp = WritePath(
    choices: ["/tmp"], isOptional: true, needsExec: true, movedBy: ["-Djava.io.tmpdir"],
    why: "hsperfdata, embedded Tomcat's base directory, unpacked native libraries")

  static let runtimes: [KnownWriter] = [
    KnownWriter(name: "Java", programs: ["java"], paths: [javaTmp], configs: [.javaLog], isRuntime: true),
    KnownWriter(
      name: ".NET", programs: ["dotnet"],
      paths: [
        WritePath(
          choices: ["/tmp"], isOptional: true,
          switchedOffBy: [
            ("DOTNET_EnableDiagnostics", "0"), ("COMPlus_EnableDiagnostics", "0"),
            ("DOTNET_EnableDiagnostics_IPC", "0"),
          ],
          why: "diagnostics sockets")
      ], hint: "ENV DOTNET_EnableDiagnostics=0", isRuntime: true),
    KnownWriter(
      name: "gunicorn", programs: ["gunicorn"],
      paths: [
        WritePath(
          choices: ["/tmp"], switchedOffBy: [("TMPDIR", "")], directives: ["worker_tmp_dir"],
          why: "the workers' heartbeat files")
      ], configs: [.gunicorn], hint: "or --worker-tmp-dir /dev/shm", isRuntime: true),
    KnownWriter(name: "uvicorn", programs: ["uvicorn", "hypercorn", "daphne"], paths: [], isRuntime: true),
    KnownWriter(
      name: "uWSGI", programs: ["uwsgi"], paths: [.tmpfs("/tmp", why: "request bodies, locks").optional],
      isRuntime: true),
    KnownWriter(
      name: "celery", programs: ["celery"],
      paths: [
        .tmpfs("/run/celery", "/var/run/celery", why: "pid files").optional,
        .tmpfs("/var/log/celery", why: "logs").optional,
      ], hint: "celery beat keeps celerybeat-schedule in the working directory: -s /tmp/celerybeat-schedule",
      isRuntime: true),
    KnownWriter(
      name: "puma", programs: ["puma", "rails"],
      paths: [
        .work("/tmp", why: "pids, cache, sockets"), .work("/log", why: "logs"),
        .tmpfs("/rails/tmp", "/app/tmp", "/usr/src/app/tmp", why: "pids, cache, sockets").optional,
        .tmpfs("/rails/log", "/app/log", "/usr/src/app/log", why: "logs").optional,
      ], hint: "ENV RAILS_LOG_TO_STDOUT=1", isRuntime: true),
    KnownWriter(
      name: "Next.js", programs: ["next"], paths: [.work("/.next/cache", why: "rendered pages and optimised images")],
      isRuntime: true),
    KnownWriter(
      name: "npm", programs: ["npm", "npx", "yarn", "pnpm"],
      paths: [
        .tmpfs("/root/.npm", "/home/node/.npm", why: "npm's logs and cache").optional,
        .work("/.next/cache", why: "rendered pages and optimised images"),
      ], hint: "start node itself: CMD [\"node\", \"server.js\"]", isRuntime: true),
    KnownWriter(
      name: "PHP", programs: ["php"], paths: [.tmpfs("/tmp", why: "uploads and sessions").optional], isRuntime: true),
  ]
}
