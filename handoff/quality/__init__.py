"""How well customers are served: figures, scorecard. Pure in the middle, over rows of the record."""
