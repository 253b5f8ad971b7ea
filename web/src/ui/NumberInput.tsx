import { InputNumber, type InputNumberProps } from 'antd';

/**
 * A number that is typed; the arrow keys step. Without the widget's buttons for the mouse, which have English names, and
 * without its bounds: it would change what was typed without a word, where the field's rule says what is wrong.
 */
export function NumberInput(props: Omit<InputNumberProps<number>, 'controls' | 'min' | 'max'>) {
  return <InputNumber<number> {...props} controls={false} />;
}
