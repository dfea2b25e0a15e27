# A web server as it is often shipped: it works, and it has something for each of the three runbook items.
FROM localhost/harborlinux:1
ADD nginx.tar /
# Runbook item 10: tools for reaching out, and a setuid program of the application's own.
COPY --chmod=0755 box /usr/bin/curl
COPY --chmod=0755 box /usr/bin/nc
COPY --chmod=4755 box /opt/shop/bin/restart-worker
# Half a clean-up: one bit stripped, one file deleted, the others forgotten.
RUN chmod a-s /usr/bin/newgrp
RUN rm /usr/bin/chsh
# Runbook item 12: nginx writes here and to /var/log/nginx and /run.
RUN mkdir /var/cache/nginx && chown 101:101 /var/cache/nginx
EXPOSE 8080
# Runbook item 11: no USER.
CMD ["/usr/sbin/nginx", "-g", "daemon off;"]
