# The dashboard behind nginx: static pages, and the API and the socket proxied from the same origin.
#   docker build -f docker/web.Dockerfile -t cutover-web .

FROM node:20-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY apps/api/package.json apps/api/
COPY apps/web/package.json apps/web/
COPY apps/web-e2e/package.json apps/web-e2e/
COPY libs/contracts/package.json libs/contracts/
COPY libs/databases/package.json libs/databases/
COPY tools/lab/package.json tools/lab/
COPY tools/bench/package.json tools/bench/
COPY tools/soak/package.json tools/soak/
# No package needs its install script for this build, so none is run.
RUN npm ci --ignore-scripts
COPY tsconfig.base.json ./
COPY libs/contracts libs/contracts
COPY apps/web apps/web
RUN npm run build -w @cutover/contracts && npm run build -w @cutover/web
# Compressed once here instead of on every request (gzip_static).
RUN find apps/web/dist -type f \( -name '*.js' -o -name '*.css' -o -name '*.html' -o -name '*.svg' \) -size +1k \
      -exec gzip -9 -k {} +

FROM debian:bookworm-slim
RUN apt-get update \
 && apt-get install -y --no-install-recommends nginx gettext-base \
 && rm -rf /var/lib/apt/lists/* /var/log/nginx/* /etc/nginx/sites-enabled /var/www/html
COPY --chmod=644 docker/nginx.conf /etc/cutover/nginx.conf.template
COPY --chmod=755 docker/web-entrypoint.sh /usr/local/bin/web-entrypoint
COPY --from=build /app/apps/web/dist /usr/share/cutover
# Where the API listens: an address, or a name that DNS knows, with the port.
ENV CUTOVER_API_UPSTREAM=api:8080
# www-data, as a number so that an orchestrator can see that it is not root.
USER 33:33
EXPOSE 8080
STOPSIGNAL SIGQUIT
HEALTHCHECK --interval=10s --timeout=3s --start-period=5s \
  CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8080 && printf 'GET /healthz HTTP/1.0\\r\\n\\r\\n' >&3 && read -r line <&3 && [[ $line == *' 200 '* ]]"]
ENTRYPOINT ["/usr/local/bin/web-entrypoint"]
CMD ["nginx", "-e", "stderr", "-c", "/tmp/nginx.conf", "-g", "daemon off;"]
