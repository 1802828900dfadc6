#!/bin/sh
# upscale.sh IMAGE OUT [URL]: OUT is the image, four times as large by the demo's map; its ending chooses PNG, JPEG or WebP.
set -eu
image=$1 out=$2 url=${3:-http://localhost:8080}
case $out in *.jpg | *.jpeg) type=image/jpeg ;; *.webp) type=image/webp ;; *) type=image/png ;; esac
# A full queue (429) and a server without a map yet (503) say with Retry-After when to come again: --retry does so.
# A refused image is a problem document: --fail-with-body leaves its sentence in the file and exits with 22.
if curl --silent --show-error --fail-with-body --retry 5 --max-time 120 \
  -H "Accept: $type" ${MONGE_TOKEN:+-H "Authorization: Bearer $MONGE_TOKEN"} \
  --data-binary "@$image" -o "$out.part" "$url/api/v1/upscale"; then
  mv "$out.part" "$out"
else
  if [ -f "$out.part" ]; then cat "$out.part" >&2 && echo >&2 && rm "$out.part"; fi
  exit 1
fi
