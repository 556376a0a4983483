// Copies a buffer as benchCopy does, one number at a time: faster where a vector is four loads and stores anyway.
//
// Shapes: input and out [WORDS] f32. Threads: an invocation copies PER_INVOCATION numbers that lie WORKGROUP_SIZE apart,
// so that neighbouring invocations touch neighbouring numbers. WORDS is a multiple of what a workgroup copies. No barriers.

const WORDS: u32 = 256u;
const PER_INVOCATION: u32 = 4u;
const WORKGROUP_SIZE: u32 = 64u;

@group(0) @binding(0) var<storage, read> input: array<f32, WORDS>;
@group(0) @binding(1) var<storage, read_write> out: array<f32, WORDS>;

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first = workgroup.x * (WORKGROUP_SIZE * PER_INVOCATION) + lane;
  // @unroll
  for (var i = 0u; i < PER_INVOCATION; i++) {
    out[first + i * WORKGROUP_SIZE] = input[first + i * WORKGROUP_SIZE];
  }
}
