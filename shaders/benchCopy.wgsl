// Copies a buffer: as many bytes a second as the adapter can read and write.
//
// Shapes: input and out [VECTORS] vec4f. Threads: one invocation a vector. No barriers; the guard covers the last workgroup.

const VECTORS: u32 = 64u;
const WORKGROUP_SIZE: u32 = 64u;

@group(0) @binding(0) var<storage, read> input: array<vec4f, VECTORS>;
@group(0) @binding(1) var<storage, read_write> out: array<vec4f, VECTORS>;

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u) {
  if (invocation.x < VECTORS) {
    out[invocation.x] = input[invocation.x];
  }
}
