// Sums of the squares of a layer's gradient, kernel and bias together, in CHUNKS parts that the host adds up.
//
// Shapes: kernel and bias [MEMBERS, …] f32, sums [MEMBERS, CHUNKS] f32. The sizes of the gradients are those of their
// buffers, so that all layers share one pipeline.
//
// Threads: one workgroup a chunk (x) and member (y). Invocation l of chunk c takes the elements c · WORKGROUP_SIZE + l,
// and every CHUNKS · WORKGROUP_SIZE further; then the first invocation adds the invocations' sums in order:
// deterministic, no atomics. One barrier, reached by all. Members whose activity is 0 are left out.

const MEMBERS: u32 = 1u;
const CHUNKS: u32 = 1u;
const WORKGROUP_SIZE: u32 = 64u;
const HAS_ACTIVITY: bool = true;

@group(0) @binding(0) var<storage, read> kernel: array<f32>;
@group(0) @binding(1) var<storage, read> bias: array<f32>;
@group(0) @binding(2) var<storage, read_write> sums: array<f32, MEMBERS * CHUNKS>;
// @if HAS_ACTIVITY
@group(0) @binding(3) var<storage, read> activity: array<u32, MEMBERS>;
// @endif

var<workgroup> partial_sums: array<f32, WORKGROUP_SIZE>;

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) lane: u32) {
  let member = workgroup.y;
  // @import skipInactive
  let first = workgroup.x * WORKGROUP_SIZE + lane;
  let kernel_size = arrayLength(&kernel) / MEMBERS;
  let bias_size = arrayLength(&bias) / MEMBERS;
  var sum = 0.0;
  for (var i = first; i < kernel_size; i += CHUNKS * WORKGROUP_SIZE) {
    let value = kernel[member * kernel_size + i];
    sum += value * value;
  }
  for (var i = first; i < bias_size; i += CHUNKS * WORKGROUP_SIZE) {
    let value = bias[member * bias_size + i];
    sum += value * value;
  }
  partial_sums[lane] = sum;
  workgroupBarrier();
  if (lane != 0u) {
    return;
  }
  var total = 0.0;
  for (var l = 0u; l < WORKGROUP_SIZE; l++) {
    total += partial_sums[l];
  }
  sums[member * CHUNKS + workgroup.x] = total;
}
