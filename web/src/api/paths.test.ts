import { expectTypeOf, test } from 'vitest';
import type { AnswerOf, BodyOf, PathOf, Schema } from './paths';

// The type check is the test: vitest only shows that the file is there.
test('an answer is found by the path as it is called', () => {
  expectTypeOf<AnswerOf<'get', `/accounts/${string}`>>().toEqualTypeOf<Schema<'Account'>>();
  expectTypeOf<AnswerOf<'get', `/accounts/${string}/contacts`>>().toEqualTypeOf<Schema<'People'>>();
  expectTypeOf<AnswerOf<'post', `/tasks/${string}/complete` | `/tasks/${string}/reopen`>>().toEqualTypeOf<
    Schema<'Task'>
  >();
  expectTypeOf<AnswerOf<'delete', '/sessions/current'>>().toEqualTypeOf<undefined>();
});

test('a body is what the document asks for', () => {
  expectTypeOf<BodyOf<'post', '/tasks'>>().toEqualTypeOf<Schema<'NewTask'>>();
  expectTypeOf<BodyOf<'post', `/tasks/${string}/complete`>>().toEqualTypeOf<undefined>();
  expectTypeOf<BodyOf<'post', '/imports'>>().toEqualTypeOf<FormData>();
});

test('a path that the document does not have cannot be called', () => {
  expectTypeOf<'/nowhere'>().not.toExtend<PathOf<'get'>>();
  expectTypeOf<'/me/password'>().not.toExtend<PathOf<'patch'>>();
});
