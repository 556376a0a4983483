// Labels are measured by their letters, since in Node there is nothing to measure them with.

const LETTER_PX = 6.6;
/** As wide as digits and signs are in the widest of the fonts. */
const DIGIT_PX = 8;
const SIGN_PX = 6;

/** About how wide words are in a chart, in pixels. */
export function textWidth(text: string): number {
  return text.length * LETTER_PX;
}

/** At most how wide a number is in a chart, in pixels. */
export function numberWidth(text: string): number {
  const digits = text.replaceAll(/[^0-9]/g, '').length;
  return digits * DIGIT_PX + (text.length - digits) * SIGN_PX;
}
