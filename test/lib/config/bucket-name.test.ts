import { checked } from '../../support/template';

const named = (bucketName: string) => () =>
  checked({
    bucket: { existing: { bucketName, keyArn: 'arn:aws:kms:eu-central-1:222233334444:key/1111-2222', requireChecksum: true } },
  });

/** "General purpose bucket naming rules" in the S3 user guide, and the names that it keeps for others. */
test.each([
  'faces--euc1-az1--x-s3',
  'faces--table-s3',
  'faces-a1b2c3-s3alias',
  'faces--ol-s3',
  'faces.mrap',
  'xn--faces',
  'sthree-faces',
  'amzn-s3-demo-faces',
  '192.168.5.4',
  'faces..bank',
  '-faces',
  'faces-',
  'Faces',
  'fa',
  'f'.repeat(64),
])('a bucket named %s is refused, with its place and what is accepted', (bucketName) => {
  expect(named(bucketName)).toThrow(/^ {2}bucket\.existing\.bucketName: .*general purpose bucket/m);
});

test.each(['faces', 'faces.bank-1', 'faces-222233334444-eu-central-1-an', '192.168.5.4.faces', 'faces-x-s3', 'mrap', 'f'.repeat(63)])(
  'a bucket named %s is accepted',
  (bucketName) => {
    expect(named(bucketName)()).toMatchObject({ bucket: { existing: { bucketName } } });
  },
);
