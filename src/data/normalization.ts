/**
 * The input normalizations, each an affine map x ↦ (x − shift) · scale of a pixel 0…255,
 * with statistics of the training split only:
 * `raw` x · `scale` x/255 · `center` x − mean · `standardize` (x − mean)/deviation ·
 * `scale-center` (x − mean)/255 · `pixel-standardize` (x − mean of this pixel)/deviation of this pixel.
 */
export const NORMALIZATIONS = ['raw', 'scale', 'center', 'standardize', 'scale-center', 'pixel-standardize'] as const;

export type Normalization = (typeof NORMALIZATIONS)[number];
