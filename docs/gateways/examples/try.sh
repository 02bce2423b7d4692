#!/usr/bin/env bash
# Puts a gateway between callers and a service, with Latchkey to ask, and shows that each is treated as it should be.
#
#   apt-get install nginx caddy haproxy     # what is to be tried
#   docs/gateways/examples/try.sh nginx     # or caddy, or haproxy
#
# Everything is made in a folder of its own, which is gone afterwards. The ports can be chosen: LATCHKEY_PORT, SERVICE_PORT,
# GATEWAY_PORT.
set -euo pipefail

gateway=${1:?"which gateway: nginx, caddy or haproxy?"}
latchkey_port=${LATCHKEY_PORT:-4390} service_port=${SERVICE_PORT:-9000} gateway_port=${GATEWAY_PORT:-8080}
for port in "$latchkey_port" "$service_port" "$gateway_port"; do
  if (: <>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
    echo "port $port is taken, by a demo perhaps: choose others by LATCHKEY_PORT, SERVICE_PORT, GATEWAY_PORT" >&2
    exit 1
  fi
done
examples=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$examples/../../.." && pwd)
# Within a checkout, npm brings the Node that Latchkey runs on.
node=$(cd "$root" && npm exec -- node -p process.execPath)
folder=$(mktemp -d)
started=()
finish() {
  for pid in "${started[@]}"; do kill "$pid" 2>/dev/null || true; done
  wait 2>/dev/null || true
  rm -rf "$folder"
}
trap finish EXIT

start() { # NAME COMMAND...: in the folder; what it prints is kept
  local name=$1
  shift
  (cd "$folder" && exec "$@" >"$folder/$name.log" 2>&1) &
  started+=($!)
}

answers() { # URL, or gives up with what was printed
  for _ in $(seq 150); do
    curl -s -o /dev/null --max-time 2 "$1" && return
    sleep 0.2
  done
  cat "$folder"/*.log >&2
  echo "$1 doesn't answer" >&2
  exit 1
}

block() { # FILE: as it stands in one of the pages
  awk -v "fence=title=\"$1\"" '/^```/ { inside = index($0, fence) > 0; next } inside' "$examples"/../*.md
}

# Latchkey, with a partner's key that Acme has admitted with the role oms-read-only.
block routes.json >"$folder/routes.json"
operator=$(node -p 'crypto.randomBytes(32).toString("hex")')
latchkey=http://127.0.0.1:$latchkey_port
start latchkey env PORT="$latchkey_port" LATCHKEY_DATA_DIR="$folder/data" LATCHKEY_OPERATOR_TOKEN="$operator" \
  LATCHKEY_CATALOG="$root/packages/server/catalogs/commerce.json" LATCHKEY_ROUTES="$folder/routes.json" \
  "$node" "$root/packages/cli/bin/latchkey.js" serve
answers "$latchkey/readyz"
post() { curl -sS --fail-with-body "$latchkey$1" -H "authorization: Bearer $operator" -H 'content-type: application/json' -d "$2"; }
field() { node -pe "JSON.parse(fs.readFileSync(0, 'utf8')).$1"; }
post /v1/accounts '{"name":"acme","displayName":"Acme Store"}' >"$folder/out"
post /v1/accounts '{"name":"zoom","displayName":"Zoom"}' >"$folder/out"
post /v1/accounts '{"name":"partner","displayName":"A partner"}' >"$folder/out"
post /v1/accounts/partner/api-keys '{"name":"Ours","roles":[]}' >"$folder/key.json"
key=$(field key <"$folder/key.json") token=$(field token <"$folder/key.json")
post /v1/accounts/acme/external-keys "{\"key\":\"$key\",\"name\":\"Our partner\",\"roles\":[\"oms-read-only\"]}" >"$folder/out"
post /v1/accounts/acme/api-keys '{"name":"Limited","roles":[],"requestsPerMinute":1}' >"$folder/limited.json"
limited=$(field key <"$folder/limited.json") limited_token=$(field token <"$folder/limited.json")
LATCHKEY_SERVICE_KEY=$(post /v1/service-keys '{"name":"gateway"}' | field token)
export LATCHKEY_SERVICE_KEY

# A service that answers with what reaches it, and the gateway before it.
start service env PORT="$service_port" node "$examples/echo-service.js"
for file in nginx.conf service-key.conf Caddyfile haproxy.cfg latchkey.lua; do
  block "$file" | sed -e "s/127\.0\.0\.1:4390/127.0.0.1:$latchkey_port/" -e "s/127\.0\.0\.1:9000/127.0.0.1:$service_port/" \
    -e "s/127\.0\.0\.1:8080/127.0.0.1:$gateway_port/" -e "s/example\.com:8080/example.com:$gateway_port/" \
    -e "s/lks_REPLACE_ME/$LATCHKEY_SERVICE_KEY/" >"$folder/$file"
done
chmod 600 "$folder/service-key.conf"
case $gateway in
  nginx) start gateway nginx -p "$folder" -c "$folder/nginx.conf" -g 'daemon off;' ;;
  caddy) start gateway env HOME="$folder" caddy run --adapter caddyfile --config "$folder/Caddyfile" ;;
  haproxy) start gateway haproxy -db -f "$folder/haproxy.cfg" ;;
  *) echo "no example for $gateway" >&2 && exit 1 ;;
esac
answers "http://127.0.0.1:$service_port/"
answers "http://127.0.0.1:$gateway_port/"

failures=0
host=acme.api.example.com
check() { # STATUS WHAT CURL-ARGUMENTS...: whether a request gets this status
  local wanted=$1 what=$2 status
  shift 2
  status=$(curl -s -o "$folder/body" -D "$folder/head" -w '%{http_code}' --path-as-is -H "host: $host" "$@")
  if [ "$status" = "$wanted" ]; then echo "ok      $status  $what"; else
    echo "FAILED  $status instead of $wanted  $what"
    failures=$((failures + 1))
  fi
}
same() { # WHAT IS WANTED, which may be a pattern
  if [[ $2 == $3 ]]; then echo "ok           $1: $2"; else
    echo "FAILED       $1: $2 instead of $3"
    failures=$((failures + 1))
  fi
}
reached() { # NAME VALUE: whether the service got a header with this value, or none where it is undefined
  same "the service sees $1" "$(field "headers['$1']" <"$folder/body")" "$2"
}
identified() { # whether the service sees who it is, and that alone
  reached x-latchkey-account acme
  reached x-latchkey-key "$key"
  reached x-latchkey-owner partner
  reached x-latchkey-external true
  reached x-latchkey-name Our%20partner
  reached x-latchkey-roles oms-read-only
}
answered() { # NAME VALUE: whether the caller got a header with this value, or one like this pattern
  same "the caller sees $1" "$(tr -d '\r' <"$folder/head" | awk -v name="$1:" 'tolower($1) == name { print $2 }')" "$2"
}

at=http://127.0.0.1:$gateway_port
credential=(-H "X-API-Key: $key" -H "X-API-Token: $token")
check 200 "a role of Acme's opens it" "${credential[@]}" "$at/api/oms/orders/1?expand=items"
identified
reached x-api-token undefined
reached x-latchkey-service-key undefined
check 200 "the credential as Basic" -u "$key:$token" "$at/api/oms/orders"
reached authorization undefined
check 403 "no role opens it" -X POST "${credential[@]}" "$at/api/oms/orders/1/cancel"
answered x-latchkey-code RESOURCE_DENIED
check 403 "no route has this method" -X DELETE "${credential[@]}" "$at/api/oms/orders/1"
answered x-latchkey-code FORBIDDEN
check 403 "no route has this path" "${credential[@]}" "$at/api/other"
host=zoom.api.example.com
check 403 "Zoom has not admitted the key" "${credential[@]}" "$at/api/whoami"
host=acme.api.example.com
check 401 "a wrong token" -H "x-api-key: $key" -H "x-api-token: wrong" "$at/api/whoami"
check 401 "no credential" "$at/api/whoami"
answered www-authenticate Basic
for path in /api/whoami/ //api/whoami /api/../api/whoami /api/%2e%2e/api/whoami /api%2Fwhoami '/api/whoami;v=1' /API/whoami; do
  check 403 "ambiguous: $path" "${credential[@]}" "$at$path"
done

# What the caller says about itself, about the request or about its address changes nothing, and gets nowhere.
forged=(
  "x-latchkey-account: zoom" "x-latchkey-key: lk-evil" "x-latchkey-owner: evil" "x-latchkey-external: false" "x-latchkey-name: evil"
  "x-latchkey-roles: owner" "x-latchkey-resource: oms.view-order" "x-latchkey-code: EVIL" "x-latchkey-service-key: lks_evil"
  "x-original-method: GET" "x-original-uri: /api/whoami" "x-original-url: /api/whoami" "x-original-host: zoom.api.example.com"
  "x-forwarded-method: GET" "x-forwarded-uri: /api/whoami" "x-forwarded-host: zoom.api.example.com"
  "x-forwarded-prefix: /evil" "x-forwarded-for: 203.0.113.9" "forwarded: for=203.0.113.9;host=zoom.api.example.com"
  "x-rewrite-url: /api/whoami" "x-http-method-override: GET" "x-http-method: GET" "x-method-override: GET"
  "x_latchkey_key: lk-evil" "x-latchkey_key: lk-evil" "x.latchkey.key: lk-evil" "x_original_uri: /api/whoami"
  "x_forwarded_uri: /api/whoami" "x_http_method_override: GET"
)
forgery=()
for header in "${forged[@]}"; do forgery+=(-H "$header"); done
check 403 "forged headers open nothing" -X POST "${credential[@]}" "${forgery[@]}" "$at/api/oms/orders/1/cancel"
check 401 "forged headers are no credential" "${forgery[@]}" "$at/api/whoami"
check 200 "forged headers take nothing away" "${credential[@]}" "${forgery[@]}" "$at/api/whoami"
identified
for header in "${forged[@]}"; do
  name=${header%%:*} value=$(field "headers['${header%%:*}']" <"$folder/body")
  case $value in
    *"${header#*: }"*) same "the service sees $name" "$value" "nothing of the caller's" ;;
    *) echo "ok           the service sees $name: $value" ;;
  esac
done
# A caller may name headers that a proxy is to take away (RFC 9110, 7.6.1).
check 200 "nor does Connection" "${credential[@]}" -H "connection: x-latchkey-external, x-latchkey-key, x-forwarded-uri" "$at/api/whoami"
identified

limited=(-H "x-api-key: $limited" -H "x-api-token: $limited_token")
check 200 "within its limit" "${limited[@]}" "$at/api/whoami"
check 429 "past its limit" "${limited[@]}" "$at/api/whoami"
answered x-latchkey-code RATE_LIMITED
answered retry-after "[1-6]*"

# A revocation is in force with the next request; without Latchkey nothing passes.
curl -sS -X PATCH "$latchkey/v1/accounts/partner/api-keys/$key" -H "authorization: Bearer $operator" \
  -H 'content-type: application/json' -d '{"status":"inactive"}' >"$folder/out"
check 403 "the owner has deactivated the key" "${credential[@]}" "$at/api/whoami"
kill "${started[0]}" && wait "${started[0]}" 2>/dev/null || true
status=$(curl -s -o "$folder/body" -w '%{http_code}' -H "host: $host" "${credential[@]}" "$at/api/whoami")
if [ "$status" = 503 ] || [ "$status" = 502 ]; then echo "ok      $status  nobody is there to ask"; else
  echo "FAILED  $status  nobody is there to ask"
  failures=$((failures + 1))
fi
if grep -qe "$token" -e "$LATCHKEY_SERVICE_KEY" "$folder/gateway.log" "$folder/latchkey.log"; then
  echo "FAILED       a log holds a secret"
  failures=$((failures + 1))
fi

[ "$failures" = 0 ] || { cat "$folder/gateway.log" >&2; exit 1; }
echo "$gateway: all as it should be"
