#!/bin/sh
# Installs what the tests marked `postgres` and `browser` need on Debian: a PostgreSQL server, Chromium, a Chinese font.
# Works as root or by sudo; doing it again changes nothing.
set -eu

packages="postgresql chromium fonts-wqy-microhei"
as_root=""
[ "$(id -u)" -eq 0 ] || as_root="sudo"

missing=""
for package in $packages; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing="$missing $package"
done
if [ -z "$missing" ]; then
    echo "测试要用的软件包都已装好：$packages"
    exit 0
fi

echo "安装测试要用的软件包：$missing"
$as_root apt-get update -qq
# Only the programs are wanted: without this, Debian would start a database of its own beside the tests' one.
if [ ! -e /etc/postgresql-common/createcluster.conf ]; then
    $as_root mkdir -p /etc/postgresql-common
    echo "create_main_cluster = false" | $as_root tee /etc/postgresql-common/createcluster.conf >/dev/null
fi
# shellcheck disable=SC2086
$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends \
    -o Dpkg::Options::=--force-confold $missing
