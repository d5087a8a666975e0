#!/usr/bin/env bash
# Builds a CUDA runtime without a GPU for PyTorch's CUDA build from PyPI: memory is the host's, copies
# are made, kernels do nothing. Maps are meaningless, while control flow, placement, memory and faults
# are real.
#   build.sh VENV OUT     VENV has torch 2.7.1 from PyPI
# Programs take it by
#   LD_PRELOAD=OUT/libnullgpu.so LD_LIBRARY_PATH=OUT/driver NULLGPU_TORCH=VENV/…/torch/lib/libtorch_cpu.so
# Settings: NULLGPU_COUNT (GPUs, 1), NULLGPU_MB (memory, 24576), NULLGPU_CC (compute capability, 90),
# NULLGPU_REPORT=1 (launches, copies, peak at the end).
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
packages=$(echo "$1"/lib/python3*/site-packages)
torch=$packages/torch/lib
mkdir -p "$2/driver"
cd "$2"

# Headers that the runtime's wheel leaves to another one.
"$1/bin/python" -m pip download -q --no-deps -d nvcc nvidia-cuda-nvcc-cu12==12.6.85
(cd nvcc && unzip -qo ./*.whl)
g++ -O1 -std=c++17 -fPIC -w -I"$packages/nvidia/cuda_runtime/include" \
  -Invcc/nvidia/cuda_nvcc/include -c "$here/runtime.cc" -o runtime.o

# Every other function that PyTorch's CUDA libraries want succeeds and does nothing.
undefined() { nm -D --undefined-only "$@" | awk '{print $2}' | sed 's/@.*//'; }
nm --defined-only -g runtime.o | awk '{print $3}' | sort -u >defined
for library in libtorch_cuda libc10_cuda libtorch_cuda_linalg libcaffe2_nvrtc; do
  undefined "$torch/$library.so"
done | grep -E '^(cuda|__cuda|cublas|cudnn)' | sort -u >wanted
comm -23 wanted defined | sed 's/.*/int &() { return 0; }/' >rest.c
gcc -O1 -fPIC -w -c rest.c -o rest.o
g++ -shared -o libnullgpu.so runtime.o rest.o -ldl

# The driver.
undefined "$torch/libcaffe2_nvrtc.so" | grep -E '^cu[A-Z]' | sort -u |
  grep -v -e '^cuDevicePrimaryCtxGetState$' | sed 's/.*/int &() { return 0; }/' >driver.c
cat >>driver.c <<'C'
int cuDevicePrimaryCtxGetState(int d, unsigned *f, int *a) { *f = 0; *a = 1; return 0; }
int cuInit(unsigned f) { return 0; }
int cuDeviceGetCount(int *n) { *n = 1; return 0; }
C
gcc -shared -fPIC -w -Wl,-soname,libcuda.so.1 -o driver/libcuda.so.1 driver.c
