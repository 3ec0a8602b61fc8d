// Runs before anything else: calls made before the SDK is up wait here.
import { shared } from './globals.ts';

shared.waymark = shared.waymark || [];
shared.dataLayer = shared.dataLayer || [];
