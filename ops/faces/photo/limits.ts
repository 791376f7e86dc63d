/** Bounds of a photo, besides those of its kind. Sides and sums are in pixels. */
export interface PhotoLimits {
  /** Largest object that the function uses, in bytes: `images.<kind>.maxBytes` of the stage. */
  readonly maxBytes: number;
  /** The shorter side must have as many. */
  readonly minSide: number;
  /** The longer side must not have more. */
  readonly maxSide: number;
}

/**
 * 200: in a portrait that the face fills, the eyes are a good third of the width apart. 85 pixels between the eyes is what makers of face
 * comparison ask of a photo (iProov's "photo enrol"; ISO/IEC 19794-5 says 90), and 200 is where a tight crop stops to give even 70.
 */
export const MIN_SIDE = 200;

/** 340: four times 85. A photo with less is taken, with a notice, for it depends on how much of it the face fills. */
export const GOOD_SIDE = 340;

/** 8,000: the largest side that makers of face comparison take (Jumio). Microblink documents neither a least nor a largest. */
export const MAX_SIDE = 8000;

/**
 * 40 million pixels: a camera's whole sensor. Decoded, that is 120 MB; a small file can claim any number ("decompression bomb"), so the
 * number is read from the head of the file and judged before anything is decoded.
 */
export const MAX_PIXELS = 40_000_000;

/** 32 MiB: no larger file is even read. A photo of at most 10 MiB may come with a video or a second picture behind it, which is cut off. */
export const MAX_FILE_BYTES = 32 * 1024 * 1024;
