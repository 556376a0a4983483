// What the probabilities of a row of `logits` z follow from: m = max z, the first class that has it, and Σ exp(z − m).
struct RowSoftmax {
  largest: f32,
  largest_class: u32,
  sum: f32,
}

fn softmax_of(first: u32) -> RowSoftmax {
  var largest = logits[first];
  var largest_class = 0u;
  for (var c = 1u; c < CLASSES; c++) {
    let logit = logits[first + c];
    if (logit > largest) {
      largest = logit;
      largest_class = c;
    }
  }
  var sum = 0.0;
  for (var c = 0u; c < CLASSES; c++) {
    sum += exp(logits[first + c] - largest);
  }
  return RowSoftmax(largest, largest_class, sum);
}
