/** The short id of the commit that was built; "unknown" outside of git. */
declare const __WEFT_COMMIT__: string;
