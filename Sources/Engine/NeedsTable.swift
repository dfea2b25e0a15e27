/// What all image rules together need, as `ScanNeeds` has it.
///
/// It says again what the rules declare, because joining that takes longer than reading a small image; a test names every
/// word that is missing here or too much.
enum NeedsTable {
  static let programs = """
    GET POST R Rscript ab adduser amicontained apache2 apache2-foreground apache2ctl apachectl apk apt apt-get aptitude
    aria2c arp-scan arpspoof as ash at autoconf autoconf* automake automake* awk aws axel az bash bash* bash-static beam
    beam.smp bison bpftool bpftrace brew bsd-csh bun bundle bundle* bundler busybox busybox-extras busybox.static c++
    c89 c99 caddy cancel capsh cargo cassandra catalina.sh cc cdk celery chfn chisel chpasswd chroot chsh clamd clang
    clang* clang++ clang++* cmake code composer conda consul corepack couchdb cpan cpan* cpanm cpp cpp* crictl cron
    crond crontab cryptcat csh ctr curl daphne dash dbclient deepce deepce.sh delve deno dig dlv dnf dnf* dnsmasq doas
    docker dotnet dpkg dpkg-deb drill dropbear dropbearmulti dsniff dumpcap ed elasticsearch elinks elvish emacs emacs*
    emerge erl es ettercap expect fetch ffuf finger fish flex fluent-bit fluentd fping freshclam frpc ftp g++ g++* gawk
    gcc gcc* gcloud gdb gdbserver gem gem* getcap ghc ghc* git-shell gmake go gobuster gold gost gosu gpasswd gradle
    grafana grafana-server guile guile* gunicorn haproxy hashcat helm host hping3 http httpd httpd-foreground https hush
    hydra hypercorn influxd insmod iodine ion ip ip6tables iptables java javac jcmd jenkins.sh jetty.sh jjs jmap john
    jrunscript jshell jstack julia kafka-server-start kafka-server-start.sh kc.sh keydb-server ksh ksh* kube-hunter
    kubectl ld ld.bfd ld.gold ld.lld ld.mold ldapsearch less lftp libtool libtoolize lighttpd links linpeas* lksh lld
    lld* lldb lldb* lldb-server loki loksh lp lshell ltrace lua lua* luajit luarocks lwp-download lwp-request lynx m4
    make mamba mariadbd mariadbd-safe masscan mawk memcached meson microdnf micromamba mimikatz minio mksh mksh*
    mksh-static modprobe mongod more mosh-server mosquitto mount mrsh msfconsole msfvenom msh mtr mvn mysqld mysqld_safe
    named nano nasm nawk nbtscan nc nc.openbsd nc.traditional ncat ncftp neo4j nerdctl netcat newgrp next nft nginx
    nginx-debug ngrep ngrok nikto ninja nix nmap node nodejs npm npx nsenter nslookup nu nuget nvim oil oksh openresty
    opensearch openssl opkg original-awk osh pacman passwd pdksh peirates perf perl perl* php php* php-fpm php-fpm7.4
    php-fpm8.0 php-fpm8.1 php-fpm8.2 php-fpm8.3 php-fpm8.4 php-fpm8.5 php-fpm81 php-fpm82 php-fpm83 php-fpm84 php-fpm85
    pip pip* pipx pkexec pkg-config pkgconf pnetcat pnpm podman poetry posh postfix postgres postmaster prometheus pspy*
    puma pwsh pypy pypy* python python* rabbitmq-server rails rbash rc redis-server responder restic rexec rksh rlogin
    rpm rr rsh rssh rsync rsyslogd ruby ruby* runc runuser rustc rustscan rustup rzsh sash scp scponly scsh setcap
    setpriv sftp sh smbclient smrsh snap snmpwalk socat socket sonar.sh sqlmap squid ssh sshd sshfs sshpass
    standalone.sh strace su su-exec sudo supervisord swiftc tailscale tar tc tcc tclsh tclsh* tcpdump tcsh tcsh* tdnf
    telnet telnetd tftp tinysshd toybox toybox-static traceroute traefik tshark umount unshare useradd usermod uv
    uvicorn uwsgi valgrind valkey-server varnishd vault vi vim vim.basic vim.tiny w3m websocat wget wget2 whois
    wireshark wish xbps-install xonsh yarn yash yasm ysh yum zkServer.sh zmap zsh zsh* zsh-static zsh5 zypper
    """

  static let contents = """
    / Caddyfile apache2-foreground boot.sh bootstrap.sh cmd.sh docker-entrypoint docker-entrypoint.sh
    docker-php-entrypoint docker-start.sh entry.sh entrypoint entrypoint.sh gunicorn.conf.py gunicorn.py
    gunicorn_conf.py gunicorn_config.py httpd-foreground init init.sh launch.sh lighttpd.conf log4j2-spring.xml
    log4j2.properties log4j2.xml logback-spring.xml logback.xml migrate.sh mosquitto.conf redis.conf run.sh setup.sh
    start start.sh startup.sh supervisord.conf traefik.toml traefik.yaml traefik.yml wait-for-it.sh
    /app/ apache2-foreground boot.sh bootstrap.sh cmd.sh docker-entrypoint docker-entrypoint.sh docker-php-entrypoint
    docker-start.sh entry.sh entrypoint entrypoint.sh gunicorn.conf.py gunicorn.py gunicorn_conf.py gunicorn_config.py
    httpd-foreground init.sh launch.sh log4j2-spring.xml log4j2.properties log4j2.xml logback-spring.xml logback.xml
    migrate.sh run.sh setup.sh start start.sh startup.sh supervisord.conf wait-for-it.sh
    /app/BOOT-INF/classes/ log4j2-spring.xml log4j2.properties log4j2.xml logback-spring.xml logback.xml
    /app/bin/ apache2-foreground boot.sh bootstrap.sh cmd.sh docker-entrypoint docker-entrypoint.sh
    docker-php-entrypoint docker-start.sh entry.sh entrypoint entrypoint.sh httpd-foreground init.sh launch.sh
    migrate.sh run.sh setup.sh start start.sh startup.sh wait-for-it.sh
    /app/classes/ log4j2-spring.xml log4j2.properties log4j2.xml logback-spring.xml logback.xml
    /app/conf/ log4j2-spring.xml log4j2.properties log4j2.xml logback-spring.xml logback.xml
    /app/config/ log4j2-spring.xml log4j2.properties log4j2.xml logback-spring.xml logback.xml
    /app/resources/ log4j2-spring.xml log4j2.properties log4j2.xml logback-spring.xml logback.xml
    /bin/ apache2-foreground boot.sh bootstrap.sh cmd.sh docker-entrypoint docker-entrypoint.sh docker-php-entrypoint
    docker-start.sh entry.sh entrypoint entrypoint.sh httpd-foreground init.sh launch.sh migrate.sh run.sh setup.sh
    start start.sh startup.sh wait-for-it.sh
    /code/ apache2-foreground boot.sh bootstrap.sh cmd.sh docker-entrypoint docker-entrypoint.sh docker-php-entrypoint
    docker-start.sh entry.sh entrypoint entrypoint.sh gunicorn.conf.py gunicorn.py gunicorn_conf.py gunicorn_config.py
    httpd-foreground init.sh launch.sh migrate.sh run.sh setup.sh start start.sh startup.sh wait-for-it.sh
    /conf/ log4j2-spring.xml log4j2.properties log4j2.xml logback-spring.xml logback.xml redis.conf
    /config/ log4j2-spring.xml log4j2.properties log4j2.xml logback-spring.xml logback.xml
    /custom-cont-init.d/ *
    /docker-entrypoint-init.d/ *
    /docker-entrypoint-initdb.d/ *
    /docker-entrypoint.d/ *
    /docker/ apache2-foreground boot.sh bootstrap.sh cmd.sh docker-entrypoint docker-entrypoint.sh docker-php-entrypoint
    docker-start.sh entry.sh entrypoint entrypoint.sh httpd-foreground init.sh launch.sh migrate.sh run.sh setup.sh
    start start.sh startup.sh wait-for-it.sh
    /entrypoint.d/ *
    /etc/ dnsmasq.conf doas.conf gunicorn.conf.py log4j2-spring.xml log4j2.properties log4j2.xml logback-spring.xml
    logback.xml mongod.conf mongodb.conf my.cnf php-fpm.conf php.ini postgresql.conf redis.conf rsyslog.conf shells
    sudoers supervisord.conf valkey.conf
    /etc/apache2/ * envvars
    /etc/apache2/conf-available/ *
    /etc/apache2/conf-enabled/ *
    /etc/apache2/conf.d/ *
    /etc/apache2/mods-available/ *
    /etc/apache2/mods-enabled/ *
    /etc/apache2/sites-available/ *
    /etc/apache2/sites-enabled/ *
    /etc/caddy/ Caddyfile
    /etc/cont-init.d/ *
    /etc/default/ apache2
    /etc/dnsmasq.d/ *
    /etc/doas.d/ *
    /etc/entrypoint.d/ *
    /etc/gunicorn/ gunicorn.conf.py
    /etc/haproxy/ *
    /etc/haproxy/conf.d/ *
    /etc/httpd/conf.d/ *
    /etc/httpd/conf.modules.d/ *
    /etc/httpd/conf/ httpd.conf
    /etc/keydb/ keydb.conf
    /etc/lighttpd/ *
    /etc/lighttpd/conf-enabled/ *
    /etc/lighttpd/conf.d/ *
    /etc/lighttpd/vhosts.d/ *
    /etc/log4j/ log4j2-spring.xml log4j2.properties log4j2.xml logback-spring.xml logback.xml
    /etc/mongo/ mongod.conf
    /etc/mosquitto/ mosquitto.conf
    /etc/mosquitto/conf.d/ *
    /etc/my.cnf.d/ *
    /etc/my_init.d/ *
    /etc/mysql/ mariadb.cnf my.cnf mysql.cnf
    /etc/mysql/conf.d/ *
    /etc/mysql/mariadb.conf.d/ *
    /etc/mysql/mysql.conf.d/ *
    /etc/nginx/ *
    /etc/nginx/conf.d/ *
    /etc/nginx/default.d/ *
    /etc/nginx/http.d/ *
    /etc/nginx/modules-enabled/ *
    /etc/nginx/sites-available/ *
    /etc/nginx/sites-enabled/ *
    /etc/nginx/snippets/ *
    /etc/nginx/stream.d/ *
    /etc/openresty/ nginx.conf
    /etc/php-fpm.d/ *
    /etc/php.d/ *
    /etc/php/5.6/apache2/ php.ini
    /etc/php/5.6/apache2/conf.d/ *
    /etc/php/5.6/fpm/ php-fpm.conf php.ini
    /etc/php/5.6/fpm/conf.d/ *
    /etc/php/5.6/fpm/pool.d/ *
    /etc/php/5.6/mods-available/ *
    /etc/php/7.0/apache2/ php.ini
    /etc/php/7.0/apache2/conf.d/ *
    /etc/php/7.0/fpm/ php-fpm.conf php.ini
    /etc/php/7.0/fpm/conf.d/ *
    /etc/php/7.0/fpm/pool.d/ *
    /etc/php/7.0/mods-available/ *
    /etc/php/7.1/apache2/ php.ini
    /etc/php/7.1/apache2/conf.d/ *
    /etc/php/7.1/fpm/ php-fpm.conf php.ini
    /etc/php/7.1/fpm/conf.d/ *
    /etc/php/7.1/fpm/pool.d/ *
    /etc/php/7.1/mods-available/ *
    /etc/php/7.2/apache2/ php.ini
    /etc/php/7.2/apache2/conf.d/ *
    /etc/php/7.2/fpm/ php-fpm.conf php.ini
    /etc/php/7.2/fpm/conf.d/ *
    /etc/php/7.2/fpm/pool.d/ *
    /etc/php/7.2/mods-available/ *
    /etc/php/7.3/apache2/ php.ini
    /etc/php/7.3/apache2/conf.d/ *
    /etc/php/7.3/fpm/ php-fpm.conf php.ini
    /etc/php/7.3/fpm/conf.d/ *
    /etc/php/7.3/fpm/pool.d/ *
    /etc/php/7.3/mods-available/ *
    /etc/php/7.4/apache2/ php.ini
    /etc/php/7.4/apache2/conf.d/ *
    /etc/php/7.4/fpm/ php-fpm.conf php.ini
    /etc/php/7.4/fpm/conf.d/ *
    /etc/php/7.4/fpm/pool.d/ *
    /etc/php/7.4/mods-available/ *
    /etc/php/8.0/apache2/ php.ini
    /etc/php/8.0/apache2/conf.d/ *
    /etc/php/8.0/fpm/ php-fpm.conf php.ini
    /etc/php/8.0/fpm/conf.d/ *
    /etc/php/8.0/fpm/pool.d/ *
    /etc/php/8.0/mods-available/ *
    /etc/php/8.1/apache2/ php.ini
    /etc/php/8.1/apache2/conf.d/ *
    /etc/php/8.1/fpm/ php-fpm.conf php.ini
    /etc/php/8.1/fpm/conf.d/ *
    /etc/php/8.1/fpm/pool.d/ *
    /etc/php/8.1/mods-available/ *
    /etc/php/8.2/apache2/ php.ini
    /etc/php/8.2/apache2/conf.d/ *
    /etc/php/8.2/fpm/ php-fpm.conf php.ini
    /etc/php/8.2/fpm/conf.d/ *
    /etc/php/8.2/fpm/pool.d/ *
    /etc/php/8.2/mods-available/ *
    /etc/php/8.3/apache2/ php.ini
    /etc/php/8.3/apache2/conf.d/ *
    /etc/php/8.3/fpm/ php-fpm.conf php.ini
    /etc/php/8.3/fpm/conf.d/ *
    /etc/php/8.3/fpm/pool.d/ *
    /etc/php/8.3/mods-available/ *
    /etc/php/8.4/apache2/ php.ini
    /etc/php/8.4/apache2/conf.d/ *
    /etc/php/8.4/fpm/ php-fpm.conf php.ini
    /etc/php/8.4/fpm/conf.d/ *
    /etc/php/8.4/fpm/pool.d/ *
    /etc/php/8.4/mods-available/ *
    /etc/php/8.5/apache2/ php.ini
    /etc/php/8.5/apache2/conf.d/ *
    /etc/php/8.5/fpm/ php-fpm.conf php.ini
    /etc/php/8.5/fpm/conf.d/ *
    /etc/php/8.5/fpm/pool.d/ *
    /etc/php/8.5/mods-available/ *
    /etc/php7/ php-fpm.conf php.ini
    /etc/php7/conf.d/ *
    /etc/php7/php-fpm.d/ *
    /etc/php8/ php-fpm.conf php.ini
    /etc/php8/conf.d/ *
    /etc/php8/php-fpm.d/ *
    /etc/php81/ php-fpm.conf php.ini
    /etc/php81/conf.d/ *
    /etc/php81/php-fpm.d/ *
    /etc/php82/ php-fpm.conf php.ini
    /etc/php82/conf.d/ *
    /etc/php82/php-fpm.d/ *
    /etc/php83/ php-fpm.conf php.ini
    /etc/php83/conf.d/ *
    /etc/php83/php-fpm.d/ *
    /etc/php84/ php-fpm.conf php.ini
    /etc/php84/conf.d/ *
    /etc/php84/php-fpm.d/ *
    /etc/php85/ php-fpm.conf php.ini
    /etc/php85/conf.d/ *
    /etc/php85/php-fpm.d/ *
    /etc/postgresql/ * postgresql.conf
    /etc/postgresql/10/main/ postgresql.conf
    /etc/postgresql/10/main/conf.d/ *
    /etc/postgresql/11/main/ postgresql.conf
    /etc/postgresql/11/main/conf.d/ *
    /etc/postgresql/12/main/ postgresql.conf
    /etc/postgresql/12/main/conf.d/ *
    /etc/postgresql/13/main/ postgresql.conf
    /etc/postgresql/13/main/conf.d/ *
    /etc/postgresql/14/main/ postgresql.conf
    /etc/postgresql/14/main/conf.d/ *
    /etc/postgresql/15/main/ postgresql.conf
    /etc/postgresql/15/main/conf.d/ *
    /etc/postgresql/16/main/ postgresql.conf
    /etc/postgresql/16/main/conf.d/ *
    /etc/postgresql/17/main/ postgresql.conf
    /etc/postgresql/17/main/conf.d/ *
    /etc/postgresql/18/main/ postgresql.conf
    /etc/postgresql/18/main/conf.d/ *
    /etc/postgresql/19/main/ postgresql.conf
    /etc/postgresql/19/main/conf.d/ *
    /etc/postgresql/9/main/ postgresql.conf
    /etc/postgresql/9/main/conf.d/ *
    /etc/redis/ *
    /etc/rsyslog.d/ *
    /etc/sudoers.d/ *
    /etc/supervisor.d/ *
    /etc/supervisor/ * supervisord.conf
    /etc/supervisor/conf.d/ *
    /etc/supervisord.d/ *
    /etc/tomcat10/ logging.properties server.xml
    /etc/tomcat11/ logging.properties server.xml
    /etc/tomcat9/ logging.properties server.xml
    /etc/traefik/ traefik.toml traefik.yaml traefik.yml
    /etc/valkey/ *
    /home/app/ apache2-foreground boot.sh bootstrap.sh cmd.sh docker-entrypoint docker-entrypoint.sh
    docker-php-entrypoint docker-start.sh entry.sh entrypoint entrypoint.sh gunicorn.conf.py gunicorn.py
    gunicorn_conf.py gunicorn_config.py httpd-foreground init.sh launch.sh migrate.sh run.sh setup.sh start start.sh
    startup.sh wait-for-it.sh
    /mosquitto/config/ *
    /opt/ apache2-foreground boot.sh bootstrap.sh cmd.sh docker-entrypoint docker-entrypoint.sh docker-php-entrypoint
    docker-start.sh entry.sh entrypoint entrypoint.sh httpd-foreground init.sh launch.sh migrate.sh run.sh setup.sh
    start start.sh startup.sh supervisord.conf wait-for-it.sh
    /opt/app/ gunicorn.conf.py gunicorn.py gunicorn_conf.py gunicorn_config.py log4j2-spring.xml log4j2.properties
    log4j2.xml logback-spring.xml logback.xml
    /opt/app/conf/ log4j2-spring.xml log4j2.properties log4j2.xml logback-spring.xml logback.xml
    /opt/app/config/ log4j2-spring.xml log4j2.properties log4j2.xml logback-spring.xml logback.xml
    /opt/tomcat/conf/ logging.properties server.xml
    /opt/venv/bin/ http https
    /scripts/ apache2-foreground boot.sh bootstrap.sh cmd.sh docker-entrypoint docker-entrypoint.sh
    docker-php-entrypoint docker-start.sh entry.sh entrypoint entrypoint.sh httpd-foreground init.sh launch.sh
    migrate.sh run.sh setup.sh start start.sh startup.sh wait-for-it.sh
    /srv/ Caddyfile apache2-foreground boot.sh bootstrap.sh cmd.sh docker-entrypoint docker-entrypoint.sh
    docker-php-entrypoint docker-start.sh entry.sh entrypoint entrypoint.sh gunicorn.conf.py gunicorn.py
    gunicorn_conf.py gunicorn_config.py httpd-foreground init.sh launch.sh migrate.sh run.sh setup.sh start start.sh
    startup.sh wait-for-it.sh
    /srv/app/ gunicorn.conf.py gunicorn.py gunicorn_conf.py gunicorn_config.py log4j2-spring.xml log4j2.properties
    log4j2.xml logback-spring.xml logback.xml
    /usr/bin/ apache2-foreground boot.sh bootstrap.sh cmd.sh docker-entrypoint docker-entrypoint.sh
    docker-php-entrypoint docker-start.sh entry.sh entrypoint entrypoint.sh http httpd-foreground https init.sh
    launch.sh migrate.sh run.sh setup.sh start start.sh startup.sh wait-for-it.sh
    /usr/etc/ supervisord.conf
    /usr/local/apache2/conf/ httpd.conf
    /usr/local/apache2/conf/extra/ *
    /usr/local/bin/ apache2-foreground boot.sh bootstrap.sh cmd.sh docker-entrypoint docker-entrypoint.sh
    docker-php-entrypoint docker-start.sh entry.sh entrypoint entrypoint.sh http httpd-foreground https init.sh
    launch.sh migrate.sh run.sh setup.sh start start.sh startup.sh wait-for-it.sh
    /usr/local/etc/ php-fpm.conf redis.conf supervisord.conf
    /usr/local/etc/haproxy/ *
    /usr/local/etc/haproxy/conf.d/ *
    /usr/local/etc/lighttpd/ *
    /usr/local/etc/php-fpm.d/ *
    /usr/local/etc/php/ php.ini
    /usr/local/etc/php/conf.d/ *
    /usr/local/etc/redis/ redis.conf
    /usr/local/etc/valkey/ valkey.conf
    /usr/local/nginx/conf/ nginx.conf
    /usr/local/openresty/nginx/conf/ nginx.conf
    /usr/local/sbin/ apache2-foreground boot.sh bootstrap.sh cmd.sh docker-entrypoint docker-entrypoint.sh
    docker-php-entrypoint docker-start.sh entry.sh entrypoint entrypoint.sh httpd-foreground init.sh launch.sh
    migrate.sh run.sh setup.sh start start.sh startup.sh wait-for-it.sh
    /usr/local/tomcat/conf/ logging.properties server.xml
    /usr/sbin/ apache2-foreground boot.sh bootstrap.sh cmd.sh docker-entrypoint docker-entrypoint.sh
    docker-php-entrypoint docker-start.sh entry.sh entrypoint entrypoint.sh httpd-foreground init.sh launch.sh
    migrate.sh run.sh setup.sh start start.sh startup.sh wait-for-it.sh
    /usr/share/nginx/modules-available/ *
    /usr/src/app/ apache2-foreground boot.sh bootstrap.sh cmd.sh docker-entrypoint docker-entrypoint.sh
    docker-php-entrypoint docker-start.sh entry.sh entrypoint entrypoint.sh gunicorn.conf.py gunicorn.py
    gunicorn_conf.py gunicorn_config.py httpd-foreground init.sh launch.sh migrate.sh run.sh setup.sh start start.sh
    startup.sh wait-for-it.sh
    /var/lib/postgresql/data/ postgresql.auto.conf postgresql.conf
    /var/lib/tomcat/conf/ logging.properties server.xml
    /var/lib/tomcat10/conf/ logging.properties server.xml
    /var/lib/tomcat11/conf/ logging.properties server.xml
    /var/lib/tomcat9/conf/ logging.properties server.xml
    /venv/bin/ http https
    /workspace/ gunicorn.conf.py gunicorn.py gunicorn_conf.py gunicorn_config.py
    /workspace/BOOT-INF/classes/ log4j2-spring.xml log4j2.properties log4j2.xml logback-spring.xml logback.xml
    """
}
