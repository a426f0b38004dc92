/** A message that cannot be drawn (a part is missing) still shows its text; the rest of the window goes on. */
import { Component, type ReactNode } from "react";
import { Text } from "./Text";

interface SafeProps {
  text: string | undefined;
  children: ReactNode;
}

export class Safe extends Component<SafeProps, { broken: boolean }> {
  state = { broken: false };

  static getDerivedStateFromError() {
    return { broken: true };
  }

  render() {
    return this.state.broken ? <Text message={{ type: "text", text: this.props.text ?? "" }} /> : this.props.children;
  }
}
