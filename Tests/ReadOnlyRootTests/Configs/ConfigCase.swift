import Core
import RootFS
import TestSupport

@testable import ReadOnlyRoot

/// What a service's configuration says, as rows of text.
enum ConfigCase {
  static let programs: [ExampleFile] = [
    "/usr/sbin/nginx", "/usr/sbin/apache2", "/usr/sbin/apache2ctl", "/usr/local/bin/httpd", "/usr/sbin/php-fpm8.2",
    "/usr/sbin/mariadbd", "/usr/lib/postgresql/15/bin/postgres", "/usr/bin/redis-server", "/usr/bin/supervisord",
    "/usr/sbin/haproxy", "/usr/bin/gunicorn", "/usr/bin/java", "/usr/sbin/rsyslogd", "/usr/bin/mongod",
    "/usr/bin/traefik", "/usr/bin/caddy", "/usr/local/tomcat/bin/catalina.sh", "/usr/local/bin/apache2-foreground",
    "/usr/sbin/lighttpd", "/usr/sbin/mosquitto", "/usr/sbin/dnsmasq",
  ].map { .program($0) }

  static func config(_ config: String, _ files: [ExampleFile]) -> ServiceConfig {
    let image = TestImage.model(config: config, layers: [programs + files])
    return ServiceConfig(of: StartedService(in: image), in: image)
  }

  /// `LINE SETTING PATH KIND CONFIDENCE`, with the file's name before the line where it is not the first one.
  static func rows(_ config: String, _ files: [ExampleFile]) -> [String] {
    self.config(config, files).allWrites.map { write in
      let place =
        write.file.map { "\(text(ofName: $0.lastComponent)):\(write.line.map(String.init) ?? "-")" } ?? write.origin
      let kind = write.isLog ? "log" : write.kind == .volume ? "volume" : write.isFile ? "file" : "directory"
      return "\(place) \(write.setting) \(write.path) \(kind) \(write.confidence)"
    }
  }
}
