    // Part of a main that keeps a tile in registers: K_STEP steps of k of a column of B, times the same of all rows of A.
    // @unroll
    for (var j = 0u; j < COLS; j++) {
      var b_tile: array<f32, K_STEP>;
      // @unroll
      for (var u = 0u; u < K_STEP; u++) {
        b_tile[u] = b[b_base[j] + b_offset + u * B_K_STRIDE];
        // @if HAS_COLUMN_SUMS
        b_sums[j] += b_tile[u];
        // @endif
      }
      // @unroll
      for (var i = 0u; i < ROWS; i++) {
        var sum = sums[i][j];
        // @unroll
        for (var u = 0u; u < K_STEP; u++) {
          sum += a_tile[i][u] * b_tile[u];
        }
        sums[i][j] = sum;
      }
    }
