import { expect, test } from 'vitest';
import { partsOf } from './commentParts';

test('names of those who are mentioned and addresses stand out, and nothing else', () => {
  expect(partsOf('@陈思远 看 https://a.cn/b?c=1，好吗', ['陈思远'])).toEqual([
    { kind: 'mention', text: '@陈思远' },
    { kind: 'text', text: ' 看 ' },
    { kind: 'link', text: 'https://a.cn/b?c=1' },
    { kind: 'text', text: '，好吗' },
  ]);
  expect(partsOf('见 http://a.cn/x.', [])).toEqual([
    { kind: 'text', text: '见 ' },
    { kind: 'link', text: 'http://a.cn/x' },
    { kind: 'text', text: '.' },
  ]);
  expect(partsOf('官网https://a.cn看看', [])[1]).toEqual({ kind: 'link', text: 'https://a.cn' });
});

test('what is no address of the web is no link', () => {
  for (const text of ['javascript:alert(1)', 'data:text/html,x', 'ftp://a.cn', '<a href="x">', '@王芳']) {
    expect(partsOf(text, [])).toEqual([{ kind: 'text', text }]);
  }
  expect(partsOf('', [])).toEqual([]);
});
