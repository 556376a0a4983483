// The gradients of a dense layer with few units, y = x · W + b, from dz, the loss's gradient by y, in one pass over dz:
// dx = dz · Wᵀ, zero where the relu that gave x was not above 0; dW = xᵀ · dz; db[u] = Σ_r dz[r, u].
//
// Shapes, f32: x and dx [MEMBERS, ROWS, INPUTS], kernel and its gradient [MEMBERS, INPUTS, UNITS],
// dz [MEMBERS, ROWS, UNITS], the bias's gradient [MEMBERS, UNITS].
//
// Threads: one invocation an input (x) of a member (y), over all rows; each sum is taken by one invocation in the
// order of its terms: deterministic. No barriers.

const MEMBERS: u32 = 1u;
const ROWS: u32 = 4u;
const INPUTS: u32 = 8u;
const UNITS: u32 = 2u;
const WORKGROUP_SIZE: u32 = 64u;
// x is a relu's output.
const HAS_RELU_MASK: bool = true;
// A member whose activity is 0 is left out: its gradients keep what they hold.
const HAS_ACTIVITY: bool = true;

@group(0) @binding(0) var<storage, read> x: array<f32, MEMBERS * ROWS * INPUTS>;
@group(0) @binding(1) var<storage, read> kernel: array<f32, MEMBERS * INPUTS * UNITS>;
@group(0) @binding(2) var<storage, read> dz: array<f32, MEMBERS * ROWS * UNITS>;
@group(0) @binding(3) var<storage, read_write> x_gradient: array<f32, MEMBERS * ROWS * INPUTS>;
@group(0) @binding(4) var<storage, read_write> kernel_gradient: array<f32, MEMBERS * INPUTS * UNITS>;
@group(0) @binding(5) var<storage, read_write> bias_gradient: array<f32, MEMBERS * UNITS>;
// @if HAS_ACTIVITY
@group(0) @binding(6) var<storage, read> activity: array<u32, MEMBERS>;
// @endif

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u) {
  let input = invocation.x;
  let member = invocation.y;
  // @import skipInactive
  if (input >= INPUTS) {
    return;
  }
  let kernel_at = (member * INPUTS + input) * UNITS;
  var weights: array<f32, UNITS>;
  var kernel_sums: array<f32, UNITS>;
  var bias_sums: array<f32, UNITS>;
  // @unroll
  for (var u = 0u; u < UNITS; u++) {
    weights[u] = kernel[kernel_at + u];
    kernel_sums[u] = 0.0;
    bias_sums[u] = 0.0;
  }
  for (var row = 0u; row < ROWS; row++) {
    let at = (member * ROWS + row) * INPUTS + input;
    let dz_at = (member * ROWS + row) * UNITS;
    let value = x[at];
    var sum = 0.0;
    // @unroll
    for (var u = 0u; u < UNITS; u++) {
      let gradient = dz[dz_at + u];
      sum += gradient * weights[u];
      kernel_sums[u] += value * gradient;
      bias_sums[u] += gradient;
    }
    // @if HAS_RELU_MASK
    sum = select(0.0, sum, value > 0.0);
    // @endif
    x_gradient[at] = sum;
  }
  // @unroll
  for (var u = 0u; u < UNITS; u++) {
    kernel_gradient[kernel_at + u] = kernel_sums[u];
  }
  if (input == 0u) {
    // @unroll
    for (var u = 0u; u < UNITS; u++) {
      bias_gradient[member * UNITS + u] = bias_sums[u];
    }
  }
}
