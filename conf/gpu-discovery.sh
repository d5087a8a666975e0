#!/usr/bin/env bash
# Prints the GPUs of this node, for spark.{driver,executor,worker}.resource.gpu.discoveryScript:
#   {"name": "gpu", "addresses": ["0", "1"]}
# Addresses are GPU indexes, or for a GPU partitioned with MIG the UUIDs of its instances. If
# CUDA_VISIBLE_DEVICES is set, only the existing devices it lists are printed, as named there.
set -euo pipefail

command -v nvidia-smi >/dev/null || {
  echo "gpu-discovery: nvidia-smi is not on the PATH: install NVIDIA's driver on $(uname -n), or request no GPUs" >&2
  exit 1
}

# nvidia-smi also fails if there is no GPU; any other failure is an error.
if ! listing=$(nvidia-smi -L 2>&1); then
  case $listing in
    *"No devices were found"*) listing= ;;
    *)
      echo "gpu-discovery: nvidia-smi -L failed on $(uname -n): $listing" >&2
      exit 1
      ;;
  esac
fi

awk -v visible="${CUDA_VISIBLE_DEVICES-all}" '
  function uuid(line) { sub(/.*\(UUID: /, "", line); sub(/\).*/, "", line); return line }
  function found(address) { addresses[++count] = address }
  $1 == "GPU" {
    gpu = $2; sub(/:$/, "", gpu)
    order[++gpus] = gpu
    known[gpu]; known[uuid($0)]
  }
  $1 == "MIG" { known[uuid($0)]; instances[gpu] = instances[gpu] " " uuid($0) }
  END {
    if (visible != "all") {
      listed = split(visible, names, /[ ,]+/)
      for (i = 1; i <= listed; i++) if (names[i] in known) found(names[i])
    } else {
      for (i = 1; i <= gpus; i++) {
        if (!(order[i] in instances)) found(order[i])
        else { own = split(instances[order[i]], names, " "); for (j = 1; j <= own; j++) found(names[j]) }
      }
    }
    printf "{\"name\": \"gpu\", \"addresses\": ["
    for (i = 1; i <= count; i++) printf "%s\"%s\"", (i > 1 ? ", " : ""), addresses[i]
    print "]}"
  }
' <<<"$listing"
