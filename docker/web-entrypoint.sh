#!/bin/sh
# Fills the nginx template from the environment, then becomes the command. Writes to /tmp only: the root may be read-only.
set -eu

fail() {
  echo "cutover-web: $1" >&2
  exit 64
}

CUTOVER_API_UPSTREAM=${CUTOVER_API_UPSTREAM:-api:8080}
# A host name or address with a port, and nothing that could end the nginx directive it lands in.
printf '%s' "$CUTOVER_API_UPSTREAM" | grep -Eqx '([A-Za-z0-9._-]+|\[[0-9A-Fa-f:]+\]):[0-9]{1,5}' ||
  fail "CUTOVER_API_UPSTREAM must be host:port, for example api:8080 (it is \"$CUTOVER_API_UPSTREAM\")"

# Names are asked again while nginx runs, so a recreated API container with a new address is found.
CUTOVER_RESOLVER=$(awk '$1 == "nameserver" { print index($2, ":") ? "[" $2 "]" : $2; exit }' /etc/resolv.conf)
CUTOVER_RESOLVER=${CUTOVER_RESOLVER:-127.0.0.1}

# Only with a proxy of your own before this one: its address or network, so that clients are told apart by their own
# address. The default is nobody's address.
CUTOVER_TRUSTED_PROXY=${CUTOVER_TRUSTED_PROXY:-255.255.255.255}
printf '%s' "$CUTOVER_TRUSTED_PROXY" | grep -Eqx '[0-9A-Fa-f.:]+(/[0-9]{1,3})?' ||
  fail "CUTOVER_TRUSTED_PROXY must be one address or network, for example 10.0.0.0/8 (it is \"$CUTOVER_TRUSTED_PROXY\")"

export CUTOVER_API_UPSTREAM CUTOVER_RESOLVER CUTOVER_TRUSTED_PROXY
# shellcheck disable=SC2016 # the names themselves, so that nginx keeps its own variables
envsubst '${CUTOVER_API_UPSTREAM} ${CUTOVER_RESOLVER} ${CUTOVER_TRUSTED_PROXY}' \
  </etc/cutover/nginx.conf.template >/tmp/nginx.conf

exec "$@"
