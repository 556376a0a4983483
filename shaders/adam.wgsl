// Adam (Kingma and Ba, arXiv:1412.6980, the form of the end of its section 2), in place, for one to four variables of
// every member of a population: m ← β₁m + (1 − β₁)g, v ← β₂v + (1 − β₂)g², w ← w − rate · step_scale · m / (√v + epsilon),
// where step_scale = √(1 − β₂ᵗ)/(1 − β₁ᵗ) corrects the bias of both moments at step t.
//
// Shapes, in values of one f32, or of four with IS_VECTORS: weights and gradients [MEMBERS, SIZE] of each variable;
// moments, of all variables in one buffer, each [2, MEMBERS, SIZE], first and second, from its MOMENTS_AT on; settings
// [MEMBERS] of (rate, active). A member whose active flag is 0 is left as it is, bit for bit.
//
// Threads: one invocation a value of a member (y). In x the variables follow each other, BLOCKS workgroups each, so
// that no workgroup has values of two. No barriers; the guards cover each variable's last workgroup.

const MEMBERS: u32 = 1u;
const SIZE_0: u32 = 4u;
const SIZE_1: u32 = 4u;
const SIZE_2: u32 = 4u;
const SIZE_3: u32 = 4u;
// Workgroups of the first variable, of the first two, and of the first three.
const BLOCKS_0: u32 = 1u;
const BLOCKS_01: u32 = 2u;
const BLOCKS_012: u32 = 3u;
const MOMENTS: u32 = 32u;
const MOMENTS_AT_0: u32 = 0u;
const MOMENTS_AT_1: u32 = 8u;
const MOMENTS_AT_2: u32 = 16u;
const MOMENTS_AT_3: u32 = 24u;
const IS_VECTORS: bool = false;
const HAS_1: bool = true;
const HAS_2: bool = true;
const HAS_3: bool = true;
const BETA1: f32 = 0.9f;
const BETA2: f32 = 0.999f;
const ONE_MINUS_BETA1: f32 = 0.1f;
const ONE_MINUS_BETA2: f32 = 0.001f;
const WORKGROUP_SIZE: u32 = 256u;

// @if IS_VECTORS
alias Value = vec4f;
// @else
alias Value = f32;
// @endif

struct Step {
  step_scale: f32,
  epsilon: f32,
}

struct Settings {
  rate: f32,
  is_active: f32,
}

@group(0) @binding(0) var<storage, read> settings: array<Settings, MEMBERS>;
@group(0) @binding(1) var<uniform> step: Step;
@group(0) @binding(2) var<storage, read_write> moments: array<Value, MOMENTS>;
@group(0) @binding(3) var<storage, read_write> weights_0: array<Value, MEMBERS * SIZE_0>;
@group(0) @binding(4) var<storage, read> gradients_0: array<Value, MEMBERS * SIZE_0>;
// @if HAS_1
@group(0) @binding(5) var<storage, read_write> weights_1: array<Value, MEMBERS * SIZE_1>;
@group(0) @binding(6) var<storage, read> gradients_1: array<Value, MEMBERS * SIZE_1>;
// @endif
// @if HAS_2
@group(0) @binding(7) var<storage, read_write> weights_2: array<Value, MEMBERS * SIZE_2>;
@group(0) @binding(8) var<storage, read> gradients_2: array<Value, MEMBERS * SIZE_2>;
// @endif
// @if HAS_3
@group(0) @binding(9) var<storage, read_write> weights_3: array<Value, MEMBERS * SIZE_3>;
@group(0) @binding(10) var<storage, read> gradients_3: array<Value, MEMBERS * SIZE_3>;
// @endif

// Updates the moments of a value and returns what its weights descend by, for a rate of one.
fn descent(first_at: u32, second_at: u32, gradient: Value) -> Value {
  let first = BETA1 * moments[first_at] + ONE_MINUS_BETA1 * gradient;
  let second = BETA2 * moments[second_at] + ONE_MINUS_BETA2 * gradient * gradient;
  moments[first_at] = first;
  moments[second_at] = second;
  return step.step_scale * first / (sqrt(second) + step.epsilon);
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) lane: u32) {
  let member = workgroup.y;
  let own = settings[member];
  if (own.is_active == 0.0) {
    return;
  }
  if (workgroup.x < BLOCKS_0) {
    let value = workgroup.x * WORKGROUP_SIZE + lane;
    if (value < SIZE_0) {
      let i = member * SIZE_0 + value;
      let first_at = MOMENTS_AT_0 + i;
      weights_0[i] -= own.rate * descent(first_at, first_at + MEMBERS * SIZE_0, gradients_0[i]);
    }
    return;
  }
  // @if HAS_1
  if (workgroup.x < BLOCKS_01) {
    let value = (workgroup.x - BLOCKS_0) * WORKGROUP_SIZE + lane;
    if (value < SIZE_1) {
      let i = member * SIZE_1 + value;
      let first_at = MOMENTS_AT_1 + i;
      weights_1[i] -= own.rate * descent(first_at, first_at + MEMBERS * SIZE_1, gradients_1[i]);
    }
    return;
  }
  // @endif
  // @if HAS_2
  if (workgroup.x < BLOCKS_012) {
    let value = (workgroup.x - BLOCKS_01) * WORKGROUP_SIZE + lane;
    if (value < SIZE_2) {
      let i = member * SIZE_2 + value;
      let first_at = MOMENTS_AT_2 + i;
      weights_2[i] -= own.rate * descent(first_at, first_at + MEMBERS * SIZE_2, gradients_2[i]);
    }
    return;
  }
  // @endif
  // @if HAS_3
  let value = (workgroup.x - BLOCKS_012) * WORKGROUP_SIZE + lane;
  if (value < SIZE_3) {
    let i = member * SIZE_3 + value;
    let first_at = MOMENTS_AT_3 + i;
    weights_3[i] -= own.rate * descent(first_at, first_at + MEMBERS * SIZE_3, gradients_3[i]);
  }
  // @endif
}
