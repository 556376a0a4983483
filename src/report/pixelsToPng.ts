import { encode } from 'fast-png';

const SIDE = 28;

/** A data URL of a picture that a run file holds: 28 × 28 grey bytes in base64, 0 is black. */
export function pixelsToPng(pixels: string): string {
  const data = Uint8Array.from(atob(pixels), (character) => character.charCodeAt(0));
  const png = encode({ width: SIDE, height: SIDE, data, channels: 1, depth: 8 });
  return `data:image/png;base64,${btoa(String.fromCharCode(...png))}`;
}
