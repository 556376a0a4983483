// The gradients of a dense layer with few units, y = x · W + b, from dz, the loss's gradient by y, in one pass over dz:
// dx = dz · Wᵀ, zero where the relu that gave x was not above 0; dW = xᵀ · dz; db[u] = Σ_r dz[r, u].
//
// Shapes, f32: x and dx [MEMBERS, ROWS, INPUTS], kernel and its gradient [MEMBERS, INPUTS, UNITS],
// dz [MEMBERS, ROWS, UNITS], the bias's gradient [MEMBERS, UNITS].
//
// Threads: ROW_SPLITS invocations an input, each over every ROW_SPLITS-th row; workgroups of INPUT_LANES inputs (x) of a
// member (y). With IS_SPLIT the sums over the rows are taken in parts, which one invocation adds in the order of the
// splits; without, each sum is one invocation's, in the order of the rows: deterministic. One barrier, reached by all.

const MEMBERS: u32 = 1u;
const ROWS: u32 = 4u;
const INPUTS: u32 = 8u;
const UNITS: u32 = 2u;
// At least UNITS.
const INPUT_LANES: u32 = 16u;
const ROW_SPLITS: u32 = 4u;
// ROWS / ROW_SPLITS, rounded up.
const ROWS_OF_SPLIT: u32 = 1u;
const IS_SPLIT: bool = true;
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

// @if IS_SPLIT
var<workgroup> kernel_parts: array<f32, UNITS * ROW_SPLITS * INPUT_LANES>;
var<workgroup> bias_parts: array<f32, ROW_SPLITS * INPUT_LANES>;
// @endif

@compute @workgroup_size(INPUT_LANES * ROW_SPLITS)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) lane: u32) {
  let member = workgroup.y;
  // @import skipInactive
  let input_lane = lane % INPUT_LANES;
  let split = lane / INPUT_LANES;
  let first_input = workgroup.x * INPUT_LANES;
  let is_inside = first_input + input_lane < INPUTS;
  let input = min(first_input + input_lane, INPUTS - 1u);
  let kernel_at = (member * INPUTS + input) * UNITS;
  var weights: array<f32, UNITS>;
  var kernel_sums: array<f32, UNITS>;
  // @unroll
  for (var u = 0u; u < UNITS; u++) {
    weights[u] = kernel[kernel_at + u];
    kernel_sums[u] = 0.0;
  }
  for (var step = 0u; step < ROWS_OF_SPLIT; step++) {
    let row = step * ROW_SPLITS + split;
    if (ROWS % ROW_SPLITS != 0u && row >= ROWS) {
      break;
    }
    let at = (member * ROWS + row) * INPUTS + input;
    let dz_at = (member * ROWS + row) * UNITS;
    let value = x[at];
    var sum = 0.0;
    // @unroll
    for (var u = 0u; u < UNITS; u++) {
      let gradient = dz[dz_at + u];
      sum += gradient * weights[u];
      kernel_sums[u] += value * gradient;
    }
    // @if HAS_RELU_MASK
    sum = select(0.0, sum, value > 0.0);
    // @endif
    if (is_inside) {
      x_gradient[at] = sum;
    }
  }
  // The bias's gradient: one invocation a unit and split, of the first workgroup alone.
  var bias_sum = 0.0;
  if (workgroup.x == 0u && input_lane < UNITS) {
    for (var step = 0u; step < ROWS_OF_SPLIT; step++) {
      let row = step * ROW_SPLITS + split;
      if (ROWS % ROW_SPLITS != 0u && row >= ROWS) {
        break;
      }
      bias_sum += dz[(member * ROWS + row) * UNITS + input_lane];
    }
  }
  // @if IS_SPLIT
  // @unroll
  for (var u = 0u; u < UNITS; u++) {
    kernel_parts[(u * ROW_SPLITS + split) * INPUT_LANES + input_lane] = kernel_sums[u];
  }
  bias_parts[split * INPUT_LANES + input_lane] = bias_sum;
  workgroupBarrier();
  for (var i = lane; i < UNITS * INPUT_LANES; i += INPUT_LANES * ROW_SPLITS) {
    let u = i % UNITS;
    let summed_lane = i / UNITS;
    var sum = 0.0;
    for (var s = 0u; s < ROW_SPLITS; s++) {
      sum += kernel_parts[(u * ROW_SPLITS + s) * INPUT_LANES + summed_lane];
    }
    if (first_input + summed_lane < INPUTS) {
      kernel_gradient[(member * INPUTS + first_input) * UNITS + i] = sum;
    }
  }
  if (workgroup.x == 0u && lane < UNITS) {
    var sum = 0.0;
    for (var s = 0u; s < ROW_SPLITS; s++) {
      sum += bias_parts[s * INPUT_LANES + lane];
    }
    bias_gradient[member * UNITS + lane] = sum;
  }
  // @else
  if (is_inside) {
    // @unroll
    for (var u = 0u; u < UNITS; u++) {
      kernel_gradient[kernel_at + u] = kernel_sums[u];
    }
  }
  if (workgroup.x == 0u && lane < UNITS) {
    bias_gradient[member * UNITS + lane] = bias_sum;
  }
  // @endif
}
