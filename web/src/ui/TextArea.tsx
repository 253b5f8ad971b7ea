import { Input } from 'antd';
import type { TextAreaProps } from 'antd/es/input';
import type { TextAreaRef } from 'antd/es/input/TextArea';
import type { Ref } from 'react';
import './small.css';

type Props = Omit<TextAreaProps, 'autoSize' | 'rows'> & {
  ref?: Ref<TextAreaRef>;
  /** Lines that show when it is empty. */
  rows: number;
  /** Lines after which it scrolls. */
  most: number;
};

/** A box for several lines that grows with its text. The library's own way is a style in the markup, which the page's policy forbids. */
export function TextArea({ rows, most, className = '', ...rest }: Props) {
  return (
    <Input.TextArea
      {...rest}
      rows={rows}
      className={`grows ${className}`}
      style={{ minHeight: `calc(${rows}lh + 10px)`, maxHeight: `calc(${most}lh + 10px)` }}
    />
  );
}
