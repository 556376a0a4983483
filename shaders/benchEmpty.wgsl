// Does next to nothing: what a launch costs by itself.
//
// Shapes: out [1] u32. Threads: one workgroup of one invocation, so that each launch still has a result to check.

@group(0) @binding(0) var<storage, read_write> out: array<u32, 1>;

@compute @workgroup_size(1)
fn main() {
  out[0] += 1u;
}
