import Core
import RootFS
import TestSupport
import Testing

@testable import ReadOnlyRoot

@Suite struct ServiceConfigTests {
  static let nginx: [(String, [String])] = [
    ("user x;\npid /run/nginx.pid;", ["nginx.conf:2 pid /run/nginx.pid file certain"]),
    ("pid \"/run/a b.pid\" ; # pid /no", ["nginx.conf:1 pid /run/a b.pid file certain"]),
    ("#pid /no;\n\npid\n  /run/x;", ["nginx.conf:3 pid /run/x file certain"]),
    ("pid $x;", []), ("pid nginx.pid;", []), ("pid", []),
    ("http { access_log off; error_log stderr; }", []),
    ("http { access_log syslog:server=x; error_log memory:32m debug; error_log /dev/stderr; }", []),
    (
      "http { access_log /var/log/a.log main; server { access_log /logs/$host.log; } }",
      ["nginx.conf:1 access_log /var/log/a.log log certain"]
    ),
    (
      "http { proxy_cache_path /c/p levels=1:2 keys_zone=a:1m; proxy_temp_path /c/t 1 2; }",
      ["nginx.conf:1 proxy_cache_path /c/p directory certain", "nginx.conf:1 proxy_temp_path /c/t directory certain"]
    ),
    (
      "content_by_lua_block {\n pid /no; if x then { } end\n}\npid /run/l.pid;",
      ["nginx.conf:4 pid /run/l.pid file certain"]
    ),
    ("log_format a '$x;pid /no;';pid /r/p;", ["nginx.conf:1 pid /r/p file certain"]),
    ("include conf.d/*.conf;", ["a.conf:2 error_log /var/log/x.log log certain"]),
    ("include /etc/nginx/conf.d/a.con?;", ["a.conf:2 error_log /var/log/x.log log certain"]),
    ("include conf.d/b.conf;", []),
    ("pid /run/../var/./run//n.pid;", ["nginx.conf:1 pid /var/run/n.pid file certain"]),
  ]

  @Test(arguments: nginx.indices) func `what nginx.conf names is found`(index: Int) {
    let (text, rows) = Self.nginx[index]
    let files = [
      ExampleFile("/etc/nginx/nginx.conf", content: text),
      ExampleFile("/etc/nginx/conf.d/a.conf", content: "\nerror_log /var/log/x.log;"),
      ExampleFile("/etc/nginx/conf.d/.hidden.conf", content: "pid /no;"),
      ExampleFile("/etc/nginx/conf.d/a.conf.bak", content: "pid /no;"),
    ]
    #expect(ConfigCase.rows(#"{"Cmd":["nginx","-g","daemon off;"]}"#, files) == rows)
  }

  @Test func `nginx's command counts too`() {
    let files = [ExampleFile("/etc/nginx/nginx.conf", content: "pid /no; error_log logs/e;")]
    #expect(
      ConfigCase.rows(
        #"{"Cmd":["nginx","-p","/srv/","-c","n.conf","-g","pid /r/a;"]}"#,
        [
          ExampleFile("/srv/n.conf", content: "error_log logs/e;")
        ]) == ["command pid /r/a file certain"])
    #expect(
      ConfigCase.rows(#"{"Cmd":["nginx","-p","/srv"]}"#, files)
        == ["nginx.conf:1 pid /no file certain", "nginx.conf:1 error_log /srv/logs/e log certain"])
    #expect(ConfigCase.config(#"{"Cmd":["nginx","-c","/other.conf"]}"#, files).isUnread)
  }

  static let apache: [(String, [String])] = [
    (
      "PidFile ${APACHE_PID_FILE}\nDefaultRuntimeDir ${APACHE_RUN_DIR}\n",
      ["apache2.conf:2 DefaultRuntimeDir /run/apache2 directory certain"]
    ),
    ("ErrorLog ${APACHE_RUN_DIR}/e.log", ["apache2.conf:1 ErrorLog /run/apache2/e.log log certain"]),
    ("Define D /d\nErrorLog ${D}/e.log", ["apache2.conf:2 ErrorLog /d/e.log log certain"]),
    ("ErrorLog \"|/bin/rotate /x\"\nErrorLog syslog:local1\nCustomLog /proc/self/fd/1 common", []),
    ("CustomLog \"/l/a log\" \\\n  combined", ["apache2.conf:1 CustomLog /l/a log log certain"]),
    ("ServerRoot /srv\nErrorLog logs/e", ["apache2.conf:2 ErrorLog /srv/logs/e log certain"]),
    (
      "Mutex file:${APACHE_RUN_DIR} default\nMutex sem rewrite-map",
      ["apache2.conf:1 Mutex /run/apache2 directory certain"]
    ),
    ("#Mutex file:/x\nMutex default", []),
    (
      "<IfModule x>\nScoreBoardFile /s\n</IfModule>\nPidFile /p",
      ["apache2.conf:2 ScoreBoardFile /s file likely", "apache2.conf:4 PidFile /p file certain"]
    ),
    (
      "<IfDefine FOREGROUND>\nPidFile /a\n</IfDefine>\n<IfDefine !FOREGROUND>\nPidFile /b\n</IfDefine>",
      ["apache2.conf:2 PidFile /a file certain"]
    ),
    ("IncludeOptional sites-enabled/*.conf", ["s.conf:2 ErrorLog /v/e.log log certain"]),
    ("Include sites-enabled", ["s.conf:2 ErrorLog /v/e.log log certain"]),
    ("<VirtualHost *:80>\nCustomLog \"a'b\" c\n", ["apache2.conf:2 CustomLog /etc/apache2/a'b log certain"]),
  ]

  @Test(arguments: apache.indices) func `what the files of Apache httpd name is found`(index: Int) {
    let (text, rows) = Self.apache[index]
    let files: [ExampleFile] = [
      ExampleFile("/etc/apache2/apache2.conf", content: text),
      ExampleFile(
        "/etc/apache2/sites-available/s.conf", content: "<VirtualHost *>\n ErrorLog /v/e.log\n</VirtualHost>"),
      .symlink("/etc/apache2/sites-enabled/s.conf", to: "../sites-available/s.conf"),
    ]
    let config = #"{"Cmd":["apache2","-DFOREGROUND"],"Env":["APACHE_RUN_DIR=/run/apache2"]}"#
    #expect(ConfigCase.rows(config, files) == rows)
  }

  @Test func `Debian's script reads the variables and makes their directories`() {
    let files = [
      ExampleFile(
        "/etc/apache2/envvars",
        content: """
          unset HOME
          if [ "${APACHE_CONFDIR##/etc/apache2-}" != "${APACHE_CONFDIR}" ] ; then
            SUFFIX="-${APACHE_CONFDIR##/etc/apache2-}"
          else
            SUFFIX=
          fi
          export APACHE_PID_FILE=/var/run/apache2$SUFFIX/apache2.pid
          export APACHE_RUN_DIR=/var/run/apache2$SUFFIX
          : "${APACHE_LOCK_DIR:=/var/lock/apache2}"
          """),
      ExampleFile("/etc/apache2/apache2.conf", content: "PidFile ${APACHE_PID_FILE}"),
    ]
    #expect(
      ConfigCase.rows(#"{"Cmd":["apache2ctl","-DFOREGROUND"]}"#, files) == [
        "envvars:8 APACHE_RUN_DIR /var/run/apache2 directory certain",
        "envvars:9 APACHE_LOCK_DIR /var/lock/apache2 directory certain",
        "apache2.conf:1 PidFile /var/run/apache2/apache2.pid file certain",
      ])
    #expect(ConfigCase.config(#"{"Cmd":["apache2"]}"#, files).unresolved.count == 1)
  }

  static let php: [(String, String, [String])] = [
    ("[global]\npid = /run/php/x.pid", "", ["php-fpm.conf:2 pid /run/php/x.pid file certain"]),
    ("error_log = log/fpm.log", "", ["php-fpm.conf:1 error_log /var/log/fpm.log log certain"]),
    ("error_log = /proc/self/fd/2 ; x", "", []),
    (
      "include=/etc/php/8.2/fpm/pool.d/*.conf", "",
      ["www.conf:2 listen /run/php/w.sock file certain", "www.conf:4 slowlog /var/log/www.slow log certain"]
    ),
    (
      "", "session.save_path = \"2;0600;/var/s\"\n;upload_tmp_dir = /no\nupload_tmp_dir=/up",
      ["php.ini:1 session.save_path /var/s directory likely", "php.ini:3 upload_tmp_dir /up directory likely"]
    ),
    ("", "session.save_handler = redis\nsession.save_path = \"/x\"", []),
    ("", "session.save_path = \"tcp://h:6379\"", []),
    ("[www]\nphp_admin_value[error_log] = /l/p.log", "", ["php-fpm.conf:2 error_log /l/p.log log certain"]),
    ("", "zend_extension=opcache.so\n", ["php.ini:1 zend_extension /tmp directory certain"]),
    ("", "zend_extension=opcache.so\nopcache.enable=0\n", []),
  ]

  @Test(arguments: php.indices) func `what the files of PHP name is found`(index: Int) {
    let (fpm, ini, rows) = Self.php[index]
    let files: [ExampleFile] = [
      ExampleFile("/etc/php/8.2/fpm/php-fpm.conf", content: fpm), ExampleFile("/etc/php/8.2/fpm/php.ini", content: ini),
      ExampleFile(
        "/etc/php/8.2/fpm/pool.d/www.conf",
        content: "[www]\nlisten = /run/php/w.sock\nrequest_slowlog_timeout = 5s\nslowlog = /var/log/$pool.slow\n"),
    ]
    #expect(ConfigCase.rows(#"{"Cmd":["php-fpm8.2","-F"]}"#, files) == rows)
  }

  static let mysql: [(String, String, [String])] = [
    ("[mysqld]\ndatadir=/d", "", ["my.cnf:2 datadir /d volume certain"]),
    ("[client]\nsocket=/no\n[mysqld]\nsocket = /s # x", "", ["my.cnf:4 socket /s file certain"]),
    ("[mariadb-10.11]\npid-file=p.pid", "", ["my.cnf:2 pid-file /var/lib/mysql/p.pid file certain"]),
    ("[mysqld]\ntmpdir=/a:/b\n", "", ["my.cnf:2 tmpdir /a directory certain", "my.cnf:2 tmpdir /b directory certain"]),
    ("[mysqld]\nslow_query_log_file=/s.log", "", []),
    ("[mysqld]\nslow_query_log=1\nslow_query_log_file=/s.log", "", ["my.cnf:3 slow_query_log_file /s.log log certain"]),
    ("[mysqld]\nlog_error=stderr\nsecure-file-priv=NULL", "", []),
    ("!includedir /etc/mysql/conf.d/\n", "", ["z.cnf:2 datadir /z volume certain"]),
    ("[mysqld]\ndatadir=/d\n", #","--datadir=/e""#, ["command datadir /e volume certain"]),
    ("[mysqld]\ndatadir=/d\n", #","--no-defaults""#, []),
  ]

  @Test(arguments: mysql.indices) func `what the option files of MySQL name is found`(index: Int) {
    let (text, options, rows) = Self.mysql[index]
    let files = [
      ExampleFile("/etc/mysql/my.cnf", content: text),
      ExampleFile("/etc/mysql/conf.d/z.cnf", content: "[server]\ndatadir = \"/z\"\n"),
    ]
    #expect(ConfigCase.rows(#"{"Cmd":["mariadbd""# + options + "]}", files) == rows)
  }

  static let postgres: [(String, String, [String])] = [
    (
      "unix_socket_directories = '/a, /b'\nexternal_pid_file='/run/p.pid' # x", "",
      ["c.conf:2 external_pid_file /run/p.pid file certain"]
        + ["/a", "/b"].map {
          "c.conf:1 unix_socket_directories \($0) directory certain"
        }
    ),
    ("log_directory = '/l'", "", []),
    ("log_directory = '/l'\nlogging_collector on", "", ["c.conf:1 log_directory /l log certain"]),
    ("data_directory '/var/lib/x'", "", ["c.conf:1 data_directory /var/lib/x volume certain"]),
    ("unix_socket_directories = '/a'", #","-k","/k""#, ["command unix_socket_directories /k directory certain"]),
    ("unix_socket_directories = ''", "", []),
  ]

  @Test(arguments: postgres.indices) func `what postgresql.conf names is found`(index: Int) {
    let (text, options, rows) = Self.postgres[index]
    let files = [ExampleFile("/etc/postgresql/c.conf", content: text)]
    let command = #"{"Cmd":["/usr/lib/postgresql/15/bin/postgres","-c","config_file=/etc/postgresql/c.conf""#
    #expect(ConfigCase.rows(command + options + "]}", files) == rows)
  }

  static let redis: [(String, String, [String])] = [
    (
      "dir /d\nlogfile /l\n", "",
      ["redis.conf:1 dir /d volume certain", "redis.conf:2 logfile /l log certain"]
    ),
    (
      "dir /d\nlogfile \"\"\nunixsocket /s", "",
      ["redis.conf:1 dir /d volume certain", "redis.conf:3 unixsocket /s file certain"]
    ),
    ("dir /d\nsave \"\"\n", "", []),
    ("dir /d\nsave \"\"\nappendonly yes\n", "", ["redis.conf:1 dir /d volume certain"]),
    ("dir /d", #","--save","","--appendonly","no""#, []),
    ("dir /d\ndir /e", "", ["redis.conf:2 dir /e volume certain"]),
    ("dir ./", "", ["redis.conf:1 dir /data volume certain"]),
    ("pidfile /run/r.pid\nsave \"\"", "", ["redis.conf:1 pidfile /run/r.pid file hint"]),
    ("daemonize yes\npidfile /run/r.pid\nsave \"\"", "", ["redis.conf:2 pidfile /run/r.pid file possible"]),
    ("include /etc/redis/more.conf", "", ["more.conf:1 dir /more volume certain"]),
  ]

  @Test(arguments: redis.indices) func `what redis.conf names is found`(index: Int) {
    let (text, options, rows) = Self.redis[index]
    let files = [
      ExampleFile("/etc/redis/redis.conf", content: text), ExampleFile("/etc/redis/more.conf", content: "dir /more"),
    ]
    let command = #"{"WorkingDir":"/data","Cmd":["redis-server","/etc/redis/redis.conf""#
    #expect(ConfigCase.rows(command + options + "]}", files) == rows)
  }

  @Test func `supervisord and what it starts`() {
    let files = [
      ExampleFile(
        "/etc/supervisord.conf",
        content: """
          [supervisord]
          logfile=/dev/null ; x
          pidfile=%(ENV_RUN)s/s.pid
          [unix_http_server]
          file=/run/s.sock
          [program:web]
          command=/usr/sbin/nginx -g "daemon off;"
          stdout_logfile=/dev/stdout
          stderr_logfile=/var/log/%(program_name)s.err
          [program:other]
          command=/bin/other
          stdout_logfile=AUTO
          stderr_logfile=%(unknown)s/x
          [include]
          files = /etc/supervisor/conf.d/*.conf
          """),
      ExampleFile("/etc/nginx/nginx.conf", content: "pid /run/nginx.pid;"),
      ExampleFile("/etc/supervisor/conf.d/a.conf", content: "[program:r]\ncommand=redis-server --dir /r\n"),
    ]
    let found = ConfigCase.config(#"{"Cmd":["supervisord","-n"],"Env":["RUN=/r"]}"#, files)
    #expect(found.writes.map(\.path) == ["/r/s.pid", "/run/s.sock", "/var/log/web.err"])
    #expect(found.programs.map { $0.service.writer?.name } == ["nginx", "Redis"])
    #expect(
      found.allWrites.dropFirst(3).map { "\($0.path) \($0.confidence)" } == ["/run/nginx.pid likely", "/r likely"])
    #expect(found.unresolved == ["/etc/supervisord.conf:13 stderr_logfile %(unknown)s/x"])
  }

  @Test func `supervisord without settings writes to the working directory`() {
    let files = [ExampleFile("/etc/supervisord.conf", content: "[supervisord]\nnodaemon=true\n")]
    #expect(
      ConfigCase.rows(#"{"WorkingDir":"/w","Cmd":["supervisord","-c","/etc/supervisord.conf"]}"#, files) == [
        "supervisord.conf:- logfile /w/supervisord.log log certain",
        "supervisord.conf:- pidfile /w/supervisord.pid file certain",
      ])
  }

  static let haproxy: [(String, String, [String])] = [
    (
      "global\n stats socket /run/h/a.sock mode 660 level admin\n chroot /var/lib/h\n log /dev/log local0\n", "",
      ["haproxy.cfg:2 stats socket /run/h/a.sock file certain"]
    ),
    ("global\n stats socket ipv4@127.0.0.1:99\n stats timeout 30s\n", "", []),
    ("global\n pidfile /run/h.pid\n", "", []),
    ("global\n pidfile /run/h.pid\n", #","-W""#, ["haproxy.cfg:2 pidfile /run/h.pid file certain"]),
    (
      "frontend x\n bind unix@/s/f.sock\n stats socket /no\n bind *:80", "",
      ["haproxy.cfg:2 bind /s/f.sock file certain"]
    ),
    ("global\n stats socket \"${D}/a\"\n", "", ["haproxy.cfg:2 stats socket /env/a file certain"]),
    ("global\n stats socket ${NO}/a\n", "", []),
  ]

  @Test(arguments: haproxy.indices) func `what haproxy.cfg names is found`(index: Int) {
    let (text, options, rows) = Self.haproxy[index]
    let files = [ExampleFile("/etc/haproxy/haproxy.cfg", content: text)]
    let command = #"{"Env":["D=/env"],"Cmd":["haproxy","-f","/etc/haproxy/haproxy.cfg""#
    #expect(ConfigCase.rows(command + options + "]}", files) == rows)
  }

  @Test func `the logs and scratch files of Tomcat are found`() {
    let files = [
      ExampleFile(
        "/usr/local/tomcat/conf/logging.properties",
        content: """
          handlers = 1catalina.org.apache.juli.AsyncFileHandler, \\
             java.util.logging.ConsoleHandler
          1catalina.org.apache.juli.AsyncFileHandler.directory = ${catalina.base}/logs
          2local.org.apache.juli.AsyncFileHandler.directory = ${catalina.base}/no
          """),
      ExampleFile(
        "/usr/local/tomcat/conf/server.xml",
        content: """
          <?xml version="1.0"?><Server><!-- <Valve className="x.AccessLogValve" directory="/no"/> -->
          <Valve className="org.apache.catalina.valves.RemoteIpValve" directory="/no"/>
          <Valve
             className="org.apache.catalina.valves.AccessLogValve" directory="access" prefix="x"/></Server>
          """),
    ]
    #expect(
      ConfigCase.rows(#"{"Cmd":["/usr/local/tomcat/bin/catalina.sh","run"],"Env":["CATALINA_TMPDIR=/tmp"]}"#, files)
        == [
          "variable CATALINA_TMPDIR /tmp directory certain",
          "logging.properties:3 1catalina.org.apache.juli.AsyncFileHandler.directory /usr/local/tomcat/logs log likely",
          "server.xml:3 AccessLogValve /usr/local/tomcat/access log likely",
        ])
  }

  static let gunicorn: [(String, String, [String])] = [
    (
      "worker_tmp_dir = '/dev/shm'\npidfile = \"/run/g.pid\" # x", "",
      ["gunicorn.conf.py:2 pidfile /run/g.pid file certain"]
    ),
    ("accesslog = '-'\nerrorlog = 'logs/e'", "", ["gunicorn.conf.py:2 errorlog /app/logs/e log certain"]),
    ("pidfile = os.path.join(x, 'y')", "", []),
    ("pidfile = '/a'\nif x:\n  pidfile = '/b'\n", "", ["gunicorn.conf.py:1 pidfile /a file certain"]),
    ("pidfile = '/a'\npidfile = '/b'", "", []),
    ("worker_tmp_dir = '/w'", #","--worker-tmp-dir","/dev/shm""#, []),
    (
      "", #","-b","unix:/s/g.sock","--log-file=/l/e""#,
      ["command errorlog /l/e log certain", "command bind /s/g.sock file certain"]
    ),
  ]

  @Test(arguments: gunicorn.indices) func `what gunicorn.conf.py and the command name is found`(index: Int) {
    let (text, options, rows) = Self.gunicorn[index]
    let files = [ExampleFile("/app/gunicorn.conf.py", content: text)]
    #expect(ConfigCase.rows(#"{"WorkingDir":"/app","Cmd":["gunicorn","a:b""# + options + "]}", files) == rows)
  }

  static let javaLogs: [(String, String, [String])] = [
    (
      "/app/log4j2.xml",
      "<Configuration><Properties><Property name=\"d\">/var/log/app</Property></Properties>\n"
        + "<Appenders><RollingFile name='f' fileName='${d}/a.log'/><Console name=\"c\"/></Appenders></Configuration>",
      ["log4j2.xml:2 fileName /var/log/app/a.log log likely"]
    ),
    (
      "/app/log4j2.xml", "<File fileName=\"${sys:no}/a.log\"/><File fileName=\"${env:L:-/l}/b.log\"/>",
      ["log4j2.xml:1 fileName /l/b.log log likely"]
    ),
    (
      "/app/logback.xml",
      "<appender class=\"ch.qos.logback.core.rolling.RollingFileAppender\">\n<file>logs/x.log</file></appender>"
        + "<appender class=\"x.Other\"><file>/no</file></appender>",
      ["logback.xml:2 file /app/logs/x.log log likely"]
    ),
    (
      "/app/log4j2.properties", "property.p=/q\nappender.a.fileName = ${p}/x.log",
      ["log4j2.properties:2 appender.a.fileName /q/x.log log likely"]
    ),
  ]

  @Test(arguments: javaLogs.indices) func `files of log appenders are found`(index: Int) {
    let (path, text, rows) = Self.javaLogs[index]
    let files = [ExampleFile(path, content: text)]
    #expect(ConfigCase.rows(#"{"WorkingDir":"/app","Cmd":["java","-jar","a.jar"]}"#, files) == rows)
  }

  @Test func `a named log configuration is sure, and nothing else is read`() {
    let files = [
      ExampleFile("/app/log4j2.xml", content: "<File fileName='/no'/>"),
      ExampleFile("/etc/logback.xml", content: "<appender class='a.FileAppender'><file>/l</file></appender>"),
    ]
    #expect(
      ConfigCase.rows(#"{"Cmd":["java","-Dlogging.config=file:/etc/logback.xml","-jar","a.jar"]}"#, files)
        == ["logback.xml:1 file /l log certain"])
  }

  @Test func `rsyslog, mongod, Traefik and Caddy name files too`() {
    #expect(
      ConfigCase.rows(
        #"{"Cmd":["rsyslogd","-n","-iNONE"]}"#,
        [
          ExampleFile(
            "/etc/rsyslog.conf",
            content: "$WorkDirectory /var/spool/rsyslog\n*.*;auth.none\t-/var/log/syslog\n*.emerg :omusrmsg:*\n"
              + "action(type=\"omfile\" file=\"/l/x\")\n$IncludeConfig /etc/rsyslog.d/*.conf\n"),
          ExampleFile("/etc/rsyslog.d/a.conf", content: "mail.* /var/log/mail.log\n"),
        ]) == [
          "rsyslog.conf:1 $WorkDirectory /var/spool/rsyslog directory likely",
          "rsyslog.conf:2 *.*;auth.none /var/log/syslog log certain",
          "rsyslog.conf:4 action(type=omfile /l/x log certain", "a.conf:1 mail.* /var/log/mail.log log certain",
        ])
    #expect(
      ConfigCase.rows(
        #"{"Cmd":["mongod","--config","/etc/mongod.conf"]}"#,
        [
          ExampleFile(
            "/etc/mongod.conf",
            content: "storage:\n  dbPath: /db\nsystemLog:\n  destination: file\n  path: \"/l/m.log\"\n")
        ]) == ["mongod.conf:2 dbPath /db volume certain", "mongod.conf:5 path /l/m.log log certain"])
    #expect(
      ConfigCase.rows(
        #"{"Cmd":["traefik","--certificatesresolvers.a.acme.storage=/acme/a.json"]}"#,
        [
          ExampleFile("/etc/traefik/traefik.yml", content: "accessLog:\n  filePath: /l/a # x\n")
        ]) == [
          "command --certificatesresolvers.a.acme.storage /acme/a.json volume certain",
          "traefik.yml:2 filePath /l/a log certain",
        ])
    #expect(
      ConfigCase.rows(
        #"{"Cmd":["caddy","run","--config","/etc/caddy/Caddyfile"]}"#,
        [
          ExampleFile(
            "/etc/caddy/Caddyfile", content: "{\n storage file_system /s\n}\nlog {\n output file /l/c {\n}\n}")
        ]) == ["Caddyfile:2 storage /s volume certain", "Caddyfile:5 output /l/c log certain"])
  }

  @Test func `a configuration of a service that is not started is not read`() {
    #expect(ConfigCase.rows(#"{"Cmd":["/app"]}"#, [ExampleFile("/etc/nginx/nginx.conf", content: "pid /p;")]).isEmpty)
  }
}
