export interface BucketSectionInput {
  /**
   * A bucket and a key that belong to this stack.
   */
  new?: {
    /**
     * Days for which a replaced, expired or deleted photo remains as an old version.
     */
    oldVersionDays?: number;
  };
  /**
   * Your existing bucket and key, with your policies and lifecycle.
   */
  existing?: {
    /**
     * Name of the bucket, in the region of the stack.
     */
    bucketName: string;
    /**
     * The key that encrypts its objects, in the region of the stack.
     */
    keyArn: string;
    /**
     * Whether a photo is refused whose checksum cannot be verified (uploaded long ago, or in parts). Required.
     */
    requireChecksum: boolean;
    /**
     * The account that owns the bucket, if it is not the account of the stack. Needs missingKey.
     */
    account?: string;
    /**
     * How a missing photo is distinguished from a missing permission. Across accounts S3 does not say: then any 403 must mean a missing photo.
     */
    missingKey?: 'message-names-list-bucket' | 'plain-403-means-absent';
  };
}

export interface BucketSection {
  new?: {
    oldVersionDays: number;
  };
  existing?: {
    bucketName: string;
    keyArn: string;
    requireChecksum: boolean;
    account?: string;
    missingKey: 'message-names-list-bucket' | 'plain-403-means-absent';
  };
}
