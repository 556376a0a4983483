// Adam (Kingma and Ba, arXiv:1412.6980, the form of the end of its section 2), in place, for every member of a
// population: m ← β₁m + (1 − β₁)g, v ← β₂v + (1 − β₂)g², w ← w − rate · step_scale · m / (√v + epsilon),
// where step_scale = √(1 − β₂ᵗ)/(1 − β₁ᵗ) corrects the bias of both moments at step t.
//
// Shapes: weights, gradients, first and second moments [MEMBERS, SIZE] f32; settings [MEMBERS] of (rate, is_active).
// A member whose is_active is 0 is left as it is, bit for bit.
//
// Threads: one invocation an element (x) of a member (y). No barriers.

const MEMBERS: u32 = 1u;
const SIZE: u32 = 4u;
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

@group(0) @binding(0) var<storage, read_write> weights: array<f32, MEMBERS * SIZE>;
@group(0) @binding(1) var<storage, read> gradients: array<f32, MEMBERS * SIZE>;
@group(0) @binding(2) var<storage, read_write> first_moments: array<f32, MEMBERS * SIZE>;
@group(0) @binding(3) var<storage, read_write> second_moments: array<f32, MEMBERS * SIZE>;
@group(0) @binding(4) var<storage, read> settings: array<Settings, MEMBERS>;
@group(0) @binding(5) var<uniform> step: Step;

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u) {
  let element = invocation.x;
  let member = invocation.y;
  if (element >= SIZE || settings[member].is_active == 0.0) {
    return;
  }
  let index = member * SIZE + element;
  let gradient = gradients[index];
  let first = BETA1 * first_moments[index] + ONE_MINUS_BETA1 * gradient;
  let second = BETA2 * second_moments[index] + ONE_MINUS_BETA2 * gradient * gradient;
  first_moments[index] = first;
  second_moments[index] = second;
  weights[index] -= settings[member].rate * step.step_scale * first / (sqrt(second) + step.epsilon);
}
