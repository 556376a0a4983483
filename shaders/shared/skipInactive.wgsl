  // Part of a main: members whose activity is 0 are left out, and their outputs keep what they hold.
  // @if HAS_ACTIVITY
  if (activity[member] == 0u) {
    return;
  }
  // @endif
