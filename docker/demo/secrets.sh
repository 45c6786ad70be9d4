#!/bin/bash
# Run once by the `secrets` service: makes every password of the demo and the encryption key of the target, so that none
# is written in a file that you might copy. Existing ones stay; `docker compose down -v` forgets them.
set -euo pipefail
umask 077

hex() { od -An -v -tx1 -N"$1" /dev/urandom | tr -d ' \n'; }

cd /secrets
# uid 999 is mysql in the MariaDB image, gid 1000 is the Cutover API.
for name in root-password replication-password; do
  [[ -s $name ]] || hex 24 >"$name"
  chown 999:999 "$name" && chmod 400 "$name"
done
[[ -s cutover-password ]] || hex 24 >cutover-password
chown 999:1000 cutover-password && chmod 440 cutover-password
# file_key_management reads lines of `key id;key in hex`: 256 bits here.
[[ -s encryption-keys ]] || echo "1;$(hex 32)" >encryption-keys
chown 999:999 encryption-keys && chmod 400 encryption-keys
chmod 755 .
