import { overlap } from '../../../../ops/doctor/policies/policy-pattern';

describe('the patterns of two policies', () => {
  test.each([
    ['arn:aws:s3:::b/*', 'arn:aws:s3:::b/faces/*', true],
    ['arn:aws:s3:::b/faces/*', 'arn:aws:s3:::b/documents/*', false],
    ['a*c', 'ab?', true],
    ['a?', 'a', false],
    ['*a', 'b*', true],
    ['', '*', true],
    ['', '?', false],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a policy variable, as IAM writes it
    ['home/${aws:username}/*', 'home/alice/x', true],
  ])('%j and %j have a text in common: %j', (one, other, expected) => {
    expect([overlap(one, other), overlap(other, one)]).toEqual([expected, expected]);
  });

  test('are compared at once, however many stars somebody has written', () => {
    const stars = `${'*a'.repeat(20)}*`;
    expect(overlap(stars, `${'ab'.repeat(60)}*`)).toBe(true);
    expect(overlap(`${stars}x`, `${'ab'.repeat(60)}*y`)).toBe(false);
  });
});
