/** What the document says of each path, found by the path as it is called: `/accounts/${id}/contacts`. */
import type { components, paths } from './schema';

type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;

/** A type of the document by its name there. */
export type Schema<Name extends keyof components['schemas']> = components['schemas'][Name];

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

type Called<P> = P extends `/api/v1${infer Rest}` ? Filled<Rest> : never;
type Filled<P extends string> = P extends `${infer Head}{${string}}${infer Tail}`
  ? `${Head}${string}${Filled<Tail>}`
  : P;

/** Every path that has this method, with its holes filled by any text. */
export type PathOf<M extends Method> = {
  [P in keyof paths]: M extends keyof paths[P] ? (paths[P][M] extends object ? Called<P> : never) : never;
}[keyof paths];

// Equal, not assignable: `/accounts/${string}/contacts` also fits `/accounts/${string}`.
type Operation<M extends Method, Path> = Path extends unknown
  ? {
      [P in keyof paths]: Same<Called<P>, Path> extends true
        ? M extends keyof paths[P]
          ? NonNullable<paths[P][M]>
          : never
        : never;
    }[keyof paths]
  : never;

type Json<T> = T extends { content: { 'application/json': infer Body } } ? Body : never;

export type Answer<M extends Method, Path> =
  Operation<M, Path> extends { responses: infer Answers }
    ? {
        [Status in keyof Answers]: Status extends 200 | 201 | 202 ? Json<Answers[Status]> : never;
      }[keyof Answers]
    : never;

/** Nothing (204) is `undefined`. */
export type AnswerOf<M extends Method, Path> = [Answer<M, Path>] extends [never]
  ? undefined
  : Answer<M, Path>;

export type BodyOf<M extends Method, Path> =
  Operation<M, Path> extends { requestBody: infer Request }
    ? Request extends { content: { 'multipart/form-data': unknown } }
      ? FormData
      : Json<Request>
    : undefined;

export type QueryOf<M extends Method, Path> =
  Operation<M, Path> extends { parameters: { query?: infer Query } } ? Query : undefined;
