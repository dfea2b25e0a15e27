extension KnownWriterTable {
  /// The names of `byProgram`: most images start a program that is none of them, and need not wait for the whole table.
  static let names: [String] = [
    "apache2", "apache2-foreground", "apache2ctl", "apachectl", "caddy", "cassandra", "catalina.sh", "celery",
    "clamd", "consul", "couchdb", "cron", "crond", "daphne", "dnsmasq", "dotnet", "elasticsearch", "eswrapper",
    "fluent-bit", "fluentd", "freshclam", "grafana", "grafana-server", "gunicorn", "haproxy", "httpd",
    "httpd-foreground", "hypercorn", "influxd", "java", "jenkins.sh", "jetty.sh", "kafka-server-start",
    "kafka-server-start.sh", "kc.sh", "keydb-server", "lighttpd", "loki", "mariadbd", "mariadbd-safe", "memcached",
    "minio", "mongod", "mosquitto", "mysqld", "mysqld_safe", "named", "neo4j", "next", "nginx", "nginx-debug", "npm",
    "npx", "openresty", "opensearch", "opensearch-docker-entrypoint.sh", "php", "php-fpm", "php-fpm7.4", "php-fpm8.0",
    "php-fpm8.1", "php-fpm8.2", "php-fpm8.3", "php-fpm8.4", "php-fpm8.5", "php-fpm81", "php-fpm82", "php-fpm83",
    "php-fpm84", "php-fpm85", "pnpm", "postfix", "postgres", "postmaster", "prometheus", "puma", "rabbitmq-server",
    "rails", "redis-server", "rsyslogd", "sonar.sh", "squid", "sshd", "standalone.sh", "supervisord", "traefik",
    "uvicorn", "uwsgi", "valkey-server", "varnishd", "vault", "yarn", "zkServer.sh",
  ]
}
