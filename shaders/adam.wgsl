// Adam (Kingma and Ba, arXiv:1412.6980, the form of the end of its section 2), in place, for up to three variables of
// every member of a population: m ← β₁m + (1 − β₁)g, v ← β₂v + (1 − β₂)g²,
// w ← w − rate · step_scale · m / (√v + epsilon), where step_scale = √(1 − β₂ᵗ)/(1 − β₁ᵗ) corrects the bias of both
// moments at step t.
//
// Shapes: weights and gradients [MEMBERS, SIZE] f32 of each variable; moments [2, MEMBERS, SIZE] f32, first and second;
// settings [MEMBERS] of (rate, active). A member whose active flag is 0 is left as it is, bit for bit.
//
// Threads: one invocation an element of a member (y). In x the variables follow each other, BLOCKS workgroups each,
// so that no workgroup has elements of two. Three variables of three buffers and the settings are the ten storage
// buffers that common adapters bind. No barriers.

const MEMBERS: u32 = 1u;
const SIZE_0: u32 = 4u;
const SIZE_1: u32 = 4u;
const SIZE_2: u32 = 4u;
// Workgroups of the first, and of the first two variables.
const BLOCKS_0: u32 = 1u;
const BLOCKS_01: u32 = 2u;
const HAS_1: bool = true;
const HAS_2: bool = true;
const BETA1: f32 = 0.9f;
const BETA2: f32 = 0.999f;
const ONE_MINUS_BETA1: f32 = 0.1f;
const ONE_MINUS_BETA2: f32 = 0.001f;
const WORKGROUP_SIZE: u32 = 256u;

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
@group(0) @binding(2) var<storage, read_write> weights_0: array<f32, MEMBERS * SIZE_0>;
@group(0) @binding(3) var<storage, read> gradients_0: array<f32, MEMBERS * SIZE_0>;
@group(0) @binding(4) var<storage, read_write> moments_0: array<f32, 2u * MEMBERS * SIZE_0>;
// @if HAS_1
@group(0) @binding(5) var<storage, read_write> weights_1: array<f32, MEMBERS * SIZE_1>;
@group(0) @binding(6) var<storage, read> gradients_1: array<f32, MEMBERS * SIZE_1>;
@group(0) @binding(7) var<storage, read_write> moments_1: array<f32, 2u * MEMBERS * SIZE_1>;
// @endif
// @if HAS_2
@group(0) @binding(8) var<storage, read_write> weights_2: array<f32, MEMBERS * SIZE_2>;
@group(0) @binding(9) var<storage, read> gradients_2: array<f32, MEMBERS * SIZE_2>;
@group(0) @binding(10) var<storage, read_write> moments_2: array<f32, 2u * MEMBERS * SIZE_2>;
// @endif

fn moments_after(first: f32, second: f32, gradient: f32) -> vec2f {
  return vec2f(
    BETA1 * first + ONE_MINUS_BETA1 * gradient,
    BETA2 * second + ONE_MINUS_BETA2 * gradient * gradient,
  );
}

fn descent(moments: vec2f, rate: f32) -> f32 {
  return rate * step.step_scale * moments.x / (sqrt(moments.y) + step.epsilon);
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) lane: u32) {
  let member = workgroup.y;
  let own = settings[member];
  if (own.is_active == 0.0) {
    return;
  }
  if (workgroup.x < BLOCKS_0) {
    let element = workgroup.x * WORKGROUP_SIZE + lane;
    if (element < SIZE_0) {
      let i = member * SIZE_0 + element;
      let second = MEMBERS * SIZE_0 + i;
      let moments = moments_after(moments_0[i], moments_0[second], gradients_0[i]);
      moments_0[i] = moments.x;
      moments_0[second] = moments.y;
      weights_0[i] -= descent(moments, own.rate);
    }
    return;
  }
  // @if HAS_1
  if (workgroup.x < BLOCKS_01) {
    let element = (workgroup.x - BLOCKS_0) * WORKGROUP_SIZE + lane;
    if (element < SIZE_1) {
      let i = member * SIZE_1 + element;
      let second = MEMBERS * SIZE_1 + i;
      let moments = moments_after(moments_1[i], moments_1[second], gradients_1[i]);
      moments_1[i] = moments.x;
      moments_1[second] = moments.y;
      weights_1[i] -= descent(moments, own.rate);
    }
    return;
  }
  // @endif
  // @if HAS_2
  let element = (workgroup.x - BLOCKS_01) * WORKGROUP_SIZE + lane;
  if (element < SIZE_2) {
    let i = member * SIZE_2 + element;
    let second = MEMBERS * SIZE_2 + i;
    let moments = moments_after(moments_2[i], moments_2[second], gradients_2[i]);
    moments_2[i] = moments.x;
    moments_2[second] = moments.y;
    weights_2[i] -= descent(moments, own.rate);
  }
  // @endif
}
