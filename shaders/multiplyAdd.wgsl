// As many multiply-adds as the adapter can do, and hardly any bytes: the roof that other kernels are measured against.
//
// Shapes: input [2] f32, factor and addend, both read from memory so that nothing is known when it is compiled; out [THREADS] f32.
//
// Threads: each invocation keeps CHAINS sums of four numbers, each a chain x ← x · factor + addend that no compiler can
// shorten and that waits for nothing but itself, and writes their sum so that no chain is idle work. No barriers.

const CHAINS: u32 = 3u;
// Multiply-adds of a chain are STEPS × INNER_STEPS.
const STEPS: u32 = 4u;
const INNER_STEPS: u32 = 8u;
const THREADS: u32 = 64u;
const WORKGROUP_SIZE: u32 = 64u;
// One of the two; with both, as the file stands, a step does two multiply-adds.
const USES_FMA: bool = true;
const USES_OPERATORS: bool = true;

@group(0) @binding(0) var<storage, read> input: array<f32, 2>;
@group(0) @binding(1) var<storage, read_write> out: array<f32, THREADS>;

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u) {
  let factor = vec4f(input[0]);
  let addend = vec4f(input[1]);
  let start = f32(invocation.x & 15u);
  var sums: array<vec4f, CHAINS>;
  // @unroll
  for (var i = 0u; i < CHAINS; i++) {
    sums[i] = vec4f(start) + vec4f(0.0, 1.0, 2.0, 3.0) + f32(4u * i);
  }
  for (var step = 0u; step < STEPS; step++) {
    // @unroll
    for (var inner = 0u; inner < INNER_STEPS; inner++) {
      // @unroll
      for (var i = 0u; i < CHAINS; i++) {
        // @if USES_FMA
        sums[i] = fma(sums[i], factor, addend);
        // @endif
        // @if USES_OPERATORS
        sums[i] = sums[i] * factor + addend;
        // @endif
      }
    }
  }
  var total = vec4f(0.0);
  // @unroll
  for (var i = 0u; i < CHAINS; i++) {
    total += sums[i];
  }
  out[invocation.x] = total.x + total.y + total.z + total.w;
}
