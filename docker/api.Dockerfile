# The API by itself; the dashboard is an image of its own (web.Dockerfile).
#   docker build -f docker/api.Dockerfile -t cutover-api .

FROM node:20-bookworm-slim AS manifests
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

FROM manifests AS build
# No package needs its install script for this build, so none is run.
RUN npm ci --ignore-scripts
COPY tsconfig.base.json ./
COPY libs/contracts libs/contracts
COPY libs/databases libs/databases
COPY apps/api apps/api
RUN npm run build --workspace @cutover/api \
 && find apps/api/dist libs/contracts/dist libs/databases/dist -type f \( -name '*.map' -o -name '*.d.ts' \) -delete

FROM manifests AS packages
# Third-party packages stand in the root package.json. Types, source maps, the compiler that a package names as an
# optional peer, and the SQLite library for the other C library are of no use at run time.
RUN npm ci --omit=dev --ignore-scripts --workspace @cutover/api --include-workspace-root \
 && rm -rf node_modules/typescript node_modules/.bin node_modules/@libsql/*-musl node_modules/@cutover/lab \
 && find node_modules -type f \( -name '*.map' -o -name '*.d.ts' -o -name '*.d.mts' -o -name '*.d.cts' \) -delete \
 && mkdir data

FROM node:20-bookworm-slim
WORKDIR /app
# What makes and opens backups (docs/backups.md). Restore tests on this machine need the servers, too:
#   --build-arg BACKUP_PACKAGES="mariadb-client postgresql-client zstd age mariadb-server postgresql"
ARG BACKUP_PACKAGES="mariadb-client postgresql-client zstd age"
RUN apt-get update \
 && apt-get install -y --no-install-recommends $BACKUP_PACKAGES \
 && rm -rf /var/lib/apt/lists/*
COPY --from=packages /app/package.json ./
COPY --from=packages /app/node_modules node_modules
COPY --from=packages /app/apps/api/package.json apps/api/
COPY --from=packages /app/libs/contracts/package.json libs/contracts/
COPY --from=packages /app/libs/databases/package.json libs/databases/
COPY --from=build /app/libs/contracts/dist libs/contracts/dist
COPY --from=build /app/libs/databases/dist libs/databases/dist
COPY --from=build /app/apps/api/dist apps/api/dist
# The store. Everything else but /tmp, and what is mounted for backups, may be read-only.
COPY --from=packages --chown=1000:1000 /app/data data
VOLUME /app/data
# Where compose.backups.yaml mounts a folder for backups, and one for the servers of restore tests.
COPY --from=packages --chown=1000:1000 /app/data /backups
COPY --from=packages --chown=1000:1000 /app/data /scratch
# Host and port hold in any container, whatever the file says; without users under `auth` the API then refuses to start.
ENV NODE_ENV=production \
    CUTOVER_CONFIG=/etc/cutover/cutover.yaml \
    CUTOVER__SERVER__HOST=0.0.0.0 \
    CUTOVER__SERVER__PORT=8080 \
    CUTOVER__LOGGING__FORMAT=json
USER 1000:1000
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=20s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.CUTOVER__SERVER__PORT}/api/health/live`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
# What lives for a moment only is collected early: some 50 MiB less, where thousands of tables are compared.
CMD ["node", "--max-semi-space-size=2", "apps/api/dist/api.js"]
