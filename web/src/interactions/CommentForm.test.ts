import { expect, test } from 'vitest';
import { beingTyped } from './CommentForm';

test('colleagues are looked for by what stands behind the last @', () => {
  expect(beingTyped('请 @林')).toBe('林');
  expect(beingTyped('请@lxy')).toBe('lxy');
  expect(beingTyped('@陈思远 和 @')).toBe('');
  expect(beingTyped('@陈思远 看一下')).toBe('');
});
