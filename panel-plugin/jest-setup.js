// Jest setup provided by Grafana scaffolding
import './.config/jest-setup';
import { configure } from '@testing-library/react';

// Grafana's choosers measure their text, and jsdom draws nothing.
HTMLCanvasElement.prototype.getContext = () => ({ measureText: (text) => ({ width: text.length * 8 }) });

// What is waited for comes at once on a quiet machine. One that is taken away for a second fails nothing.
configure({ asyncUtilTimeout: 60_000 });
