# Not built yet by anybody: there was no Docker daemon where it was written. See docs/running.md.
FROM node:26-bookworm-slim AS build
WORKDIR /app
COPY . .
RUN npm ci && npm run build --workspace @latchkey/console

FROM node:26-bookworm-slim
ENV NODE_ENV=production HOST=0.0.0.0 LATCHKEY_DATA_DIR=/data
WORKDIR /app
COPY --from=build /app /app
RUN install -d -o node -g node -m 0700 /data
USER node
VOLUME /data
EXPOSE 4390
HEALTHCHECK --start-period=60s CMD ["node", "-e", "fetch('http://127.0.0.1:' + (process.env.PORT || 4390) + '/healthz').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "packages/cli/bin/latchkey.js"]
CMD ["serve"]
