// Jest setup provided by Grafana scaffolding
import './.config/jest-setup';

// Grafana's choosers measure their text, and jsdom draws nothing.
HTMLCanvasElement.prototype.getContext = () => ({ measureText: (text) => ({ width: text.length * 8 }) });
