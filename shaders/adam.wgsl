// Adam (Kingma and Ba, arXiv:1412.6980, the form of the end of its section 2), in place, for one variable of every
// member of a population: m ← β₁m + (1 − β₁)g, v ← β₂v + (1 − β₂)g²,
// w ← w − rate · step_scale · m / (√v + epsilon), where step_scale = √(1 − β₂ᵗ)/(1 − β₁ᵗ) corrects the bias of both
// moments at step t.
//
// Shapes: weights and gradients [MEMBERS, QUADS] vec4f; moments [2, MEMBERS, QUADS] vec4f, first and second, from
// MOMENTS_AT on; settings [MEMBERS] of (rate, active). A member whose active flag is 0 is left as it is, bit for bit.
//
// Threads: one invocation four elements (x) of a member (y). No barriers.

const MEMBERS: u32 = 1u;
const QUADS: u32 = 1u;
const MOMENTS: u32 = 2u;
const MOMENTS_AT: u32 = 0u;
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
@group(0) @binding(2) var<storage, read_write> moments: array<vec4f, MOMENTS>;
@group(0) @binding(3) var<storage, read_write> weights: array<vec4f, MEMBERS * QUADS>;
@group(0) @binding(4) var<storage, read> gradients: array<vec4f, MEMBERS * QUADS>;

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let member = id.y;
  let own = settings[member];
  if (own.is_active == 0.0 || id.x >= QUADS) {
    return;
  }
  let i = member * QUADS + id.x;
  let first_at = MOMENTS_AT + i;
  let second_at = first_at + MEMBERS * QUADS;
  let gradient = gradients[i];
  let first = BETA1 * moments[first_at] + ONE_MINUS_BETA1 * gradient;
  let second = BETA2 * moments[second_at] + ONE_MINUS_BETA2 * gradient * gradient;
  moments[first_at] = first;
  moments[second_at] = second;
  weights[i] -= own.rate * (step.step_scale * first / (sqrt(second) + step.epsilon));
}
