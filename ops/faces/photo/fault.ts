/** Why a file is not taken as a photo. */
export type PhotoFaultCode =
  | 'file-unreadable'
  | 'file-too-large'
  | 'not-a-photo'
  | 'damaged'
  | 'animated'
  | 'too-few-pixels'
  | 'too-many-pixels'
  | 'too-many-bytes';

/** A file that is not taken as a photo. The message says what is wrong and what to do; it names no path and holds nothing of the content. */
export class PhotoFault extends Error {
  override readonly name = 'PhotoFault';

  constructor(
    readonly code: PhotoFaultCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
