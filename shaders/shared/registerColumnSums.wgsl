  // Part of a main that keeps a tile in registers: stores the sums of its columns of B.
  // @if HAS_COLUMN_SUMS
  if (workgroup.y == 0u) {
    // @unroll
    for (var j = 0u; j < COLS; j++) {
      let col = first_col + j * WORKGROUP_SIZE;
      if (col < N) {
        column_sums[batch * N + col] = b_sums[j];
      }
    }
  }
  // @endif
