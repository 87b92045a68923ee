//! The standard normal distribution: density, probability, its inverse, and the unit loss.
//!
//! Source: Marsaglia, "Evaluating the normal distribution", Journal of Statistical Software (2004).

use super::arithmetic::halved;

/// The density at `z`.
pub fn density(z: f64) -> f64 {
    (-z * z / 2.0).exp() / std::f64::consts::TAU.sqrt()
}

/// The probability of a value of at most `z`, to about 1e-15.
pub fn probability(z: f64) -> f64 {
    if z < -8.0 {
        return 0.0;
    }
    if z > 8.0 {
        return 1.0;
    }
    // z + z^3/3 + z^5/(3 5) + ... until the sum does not change
    let (mut term, mut sum, mut before) = (z, z, 0.0);
    let mut odd = 1.0;
    while sum != before {
        before = sum;
        odd += 2.0;
        term *= z * z / odd;
        sum += term;
    }
    0.5 + sum * density(z)
}

/// The z below which a share `p` of all values lies, for `p` between 0 and 1.
pub fn quantile(p: f64) -> f64 {
    let (low, high) = halved((-8.0, 8.0), 80, |z| probability(z) < p);
    (low + high) / 2.0
}

/// The expected shortage in standard deviations with `z` of them as safety stock: density(z) - z (1 - probability(z)).
pub fn loss(z: f64) -> f64 {
    (density(z) - z * (1.0 - probability(z))).max(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Printed tables of the normal law, as in Silver, Pyke & Thomas (appendix).
    #[test]
    fn the_values_are_those_of_the_tables() {
        for (p, z) in [
            (0.90, 1.2816),
            (0.95, 1.6449),
            (0.975, 1.9600),
            (0.98, 2.0537),
            (0.99, 2.3263),
            (0.5, 0.0),
        ] {
            assert!((quantile(p) - z).abs() < 5e-5, "{p}");
            assert!((quantile(1.0 - p) + z).abs() < 5e-5, "{p}");
        }
        assert!((probability(1.0) - 0.841_344_746_068_543).abs() < 1e-14);
        assert!((probability(-3.0) - 0.001_349_898_031_630_09).abs() < 1e-14);
        assert!((loss(0.0) - 0.398_942_280_401_433).abs() < 1e-14);
        assert!((loss(1.0) - 0.083_315_470_588_7).abs() < 1e-9);
        assert!((quantile(1e-300) + 8.0).abs() < 1e-9);
    }
}
