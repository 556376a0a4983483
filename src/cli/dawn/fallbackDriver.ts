/**
 * The environment variable with the description of SwiftShader, to try where `auto` finds no adapter. Looking for it takes
 * what starts browsers, which is no part of the bundle that runs on Dawn.
 */
export const FALLBACK_DRIVER = 'WEFT_FALLBACK_DRIVER';
